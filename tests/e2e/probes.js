// Questions that the tests put to a page. Each function returns a list of complaints.

const shown = (element) => element.checkVisibility() && element.getClientRects().length > 0
const said = (element) => (element.textContent || "").trim().slice(0, 30)

function textsOfDrawings() {
  return [...document.querySelectorAll("svg text")].filter((text) => shown(text) && text.textContent.trim())
}

// Letters of a drawing that are smaller on the screen than `least` px.
function smallLetters(least) {
  return textsOfDrawings()
    .map((text) => [said(text), parseFloat(getComputedStyle(text).fontSize) * Math.abs(text.getScreenCTM().a)])
    .filter(([, size]) => size < least - 0.05)
    .map(([words, size]) => `${words}: ${size.toFixed(1)} px`)
}

// Words of a drawing that stand outside it.
function cutWords() {
  return textsOfDrawings()
    .filter((text) => {
      const word = text.getBoundingClientRect()
      const drawing = text.ownerSVGElement.getBoundingClientRect()
      return word.left < drawing.left - 1 || word.right > drawing.right + 1 ||
        word.top < drawing.top - 2 || word.bottom > drawing.bottom + 2
    })
    .map(said)
}

// Words of one drawing that lie on each other; words in different links of one tile do not touch.
function wordsOnWords() {
  const complaints = []
  for (const svg of document.querySelectorAll("svg")) {
    const words = [...svg.querySelectorAll("text")].filter((text) => shown(text) && text.textContent.trim())
    const boxes = words.map((word) => word.getBoundingClientRect())
    for (let i = 0; i < words.length; i++) {
      for (let k = i + 1; k < words.length; k++) {
        const wide = Math.min(boxes[i].right, boxes[k].right) - Math.max(boxes[i].left, boxes[k].left)
        const high = Math.min(boxes[i].bottom, boxes[k].bottom) - Math.max(boxes[i].top, boxes[k].top)
        // letters fill about two thirds of their line box
        if (wide > 1 && high > 0.4 * Math.min(boxes[i].height, boxes[k].height)) {
          complaints.push(`${said(words[i])} / ${said(words[k])}`)
        }
      }
    }
  }
  return complaints
}

// Things to press that are smaller than `least` px; links in a sentence, a list or a table cell,
// and words that stand in a drawing are inline text, which WCAG 2.5.8 leaves out.
function smallTargets(least) {
  return [...document.querySelectorAll("a[href], summary, [role=button], button, input")]
    .filter((target) => shown(target) && !target.closest(".skip"))
    .filter((target) => target.tagName === "SUMMARY" || !target.closest("p, li, dd, td, th, h1, h2, caption, svg"))
    .filter((target) => {
      const box = target.getBoundingClientRect()
      return box.height < least - 0.5 || box.width < least - 0.5
    })
    .map((target) => `${target.tagName} ${said(target)}`)
}

// Tiles of a map: squares with a link of their own.
function smallTiles(least) {
  return [...document.querySelectorAll("svg a")]
    .filter((link) => shown(link) && link.querySelector("rect"))
    .filter((link) => {
      const box = link.querySelector("rect").getBoundingClientRect()
      return box.height < least - 0.5 || box.width < least - 0.5
    })
    .map(said)
}

function channels(colour) {
  const found = colour.match(/[\d.]+/g)
  if (!found) return [0, 0, 0, 0]
  const [red, green, blue, alpha = 1] = found.map(Number)
  return [red, green, blue, alpha]
}

function luminance([red, green, blue]) {
  const linear = [red, green, blue].map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}

function paintOf(element) {
  const style = getComputedStyle(element)
  if (!element.ownerSVGElement) return channels(style.backgroundColor)
  if (["text", "tspan", "a", "g", "line", "polyline", "title", "desc"].includes(element.tagName)) return [0, 0, 0, 0]
  if (style.fill === "none") return [0, 0, 0, 0]
  const [red, green, blue, alpha] = channels(style.fill)
  return [red, green, blue, alpha * Number(style.fillOpacity) * Number(style.opacity)]
}

// What lies under the middle of an element: the first opaque thing below it.
function groundOf(element) {
  const box = element.getBoundingClientRect()
  const pile = document.elementsFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2)
  const below = pile.slice(pile.indexOf(element) + 1)
  const opaque = below.map(paintOf).find((paint) => paint[3] > 0.5)
  return opaque || channels(getComputedStyle(document.documentElement).backgroundColor)
}

// Words whose contrast to their ground is below `least`; the drawings have to be in the viewport.
// Ends with a page without its notes: what lies under a word of a drawing is found faster so.
function paleWords(least) {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const inPage = new Set()
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement
    if (walker.currentNode.data.trim() && !parent.ownerSVGElement && parent.tagName !== "svg" && shown(parent)) {
      inPage.add(parent)
    }
  }
  const grounds = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const paint = channels(getComputedStyle(one).backgroundColor)
      if (paint[3] > 0.5) return paint
    }
    return [255, 255, 255, 1]
  }
  const words = [...inPage].map((one) => [one, channels(getComputedStyle(one).color), grounds(one)])
  document.querySelectorAll("section.end, footer").forEach((end) => end.remove())
  const drawn = textsOfDrawings().map((text) => [text, channels(getComputedStyle(text).fill), groundOf(text)])
  return [...words, ...drawn]
    .filter(([, ink, ground]) => contrast(ink, ground) < least)
    .map(([element, ink, ground]) => `${said(element)}: ${ink} on ${ground} ${contrast(ink, ground).toFixed(2)}`)
}

// In the dark: surfaces that stayed light and carry no words of their own class; a code for a camera has to.
function whiteBoxes() {
  return [...document.querySelectorAll("body *")]
    .filter((element) => shown(element) && !element.closest(".skip, .qr"))
    .filter((element) => {
      const paint = paintOf(element)
      return paint[3] > 0.5 && luminance(paint) > 0.9
    })
    .map((element) => `${element.tagName} ${element.getAttribute("class") || ""}`)
}

// Drawings without a title and a description of their own.
function namelessDrawings() {
  return [...document.querySelectorAll("svg")]
    .filter((svg) => {
      const named = svg.querySelector(":scope > title") || svg.getAttribute("aria-label")
      const described = svg.querySelector(":scope > desc")
      return !named || !described || !(described.textContent || "").trim()
    })
    .map((svg) => svg.outerHTML.slice(0, 120))
}

function headingLevels() {
  return [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((heading) => Number(heading.tagName[1]))
}

// Links into the page that lead nowhere; `#_` is meant to.
function deadLinks() {
  return [...document.querySelectorAll("a[href^='#']")]
    .map((link) => link.getAttribute("href").slice(1))
    .filter((id) => id !== "_" && !document.getElementById(decodeURIComponent(id)))
}

function floating() {
  return [...document.querySelectorAll("body *")]
    .filter((element) => shown(element) && ["fixed", "sticky"].includes(getComputedStyle(element).position))
    .map((element) => `${element.tagName} ${said(element)}`)
}

// What a card says that is open; null where none is.
function card() {
  const open = document.querySelector(".notes > li:has(:target)")
  if (!open) return null
  const box = open.getBoundingClientRect()
  const values = [...open.querySelectorAll("[tabindex='-1']")].filter(shown)
  const words = (selector) => [...open.querySelectorAll(selector)].filter(shown).map((one) => one.innerText.trim()).join(" ")
  return {
    ids: values.map((value) => value.id),
    name: words(".note-name"),
    definition: words(".definition"),
    value: words(".values b"),
    period: words(".when"),
    basis: words(".facts, .locator"),
    fits: box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight + 1,
    cards: document.querySelectorAll(".notes > li:has(:target)").length,
    focus: document.activeElement.id,
  }
}
