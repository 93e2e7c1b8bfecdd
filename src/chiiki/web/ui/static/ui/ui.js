// Opens and closes the cards of numbers. Every page works without: a card is a link to a part of a page.
(() => {
  "use strict"
  let opener = null
  let aside = null
  const note = () => document.querySelector(".notes > li:has(.values > :target)")

  function giveBackFocus() {
    if (opener) opener.focus({ preventScroll: true })
    opener = null
  }

  function closeAside() {
    aside.remove()
    aside = null
    giveBackFocus()
  }

  async function openAside(link) {
    const answer = await fetch(link.href, { credentials: "same-origin" })
    if (!answer.ok) throw new Error(String(answer.status))
    const page = new DOMParser().parseFromString(await answer.text(), "text/html")
    const content = page.querySelector("[data-card-body]") || page.querySelector("main")
    if (aside) aside.remove()
    else history.pushState({ card: true }, "")
    aside = document.createElement("aside")
    aside.className = "card"
    aside.tabIndex = -1
    aside.setAttribute("aria-label", link.textContent.trim())
    const close = document.createElement("button")
    close.type = "button"
    close.className = "plain"
    close.textContent = document.body.dataset.close
    close.addEventListener("click", () => history.back())
    aside.append(...document.adoptNode(content).childNodes, close)
    link.after(aside)
    aside.focus({ preventScroll: true })
  }

  addEventListener("click", (event) => {
    const link = event.target.closest("a.num, a[data-card]")
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    opener = link
    if (!link.hasAttribute("data-card")) return
    event.preventDefault()
    openAside(link).catch(() => location.assign(link.href))
  })

  addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return
    if (aside || (note() && opener)) history.back()
    else if (note()) location.replace("#_")
  })

  addEventListener("popstate", () => {
    if (aside) closeAside()
  })
  // only now does :target say which card is open
  addEventListener("hashchange", () => {
    if (!note()) giveBackFocus()
  })

  // on a phone a form of filters would be the whole first screen: it waits folded until it is asked for
  if (matchMedia("(max-width: 700px)").matches)
    for (const form of document.querySelectorAll("details.choose")) form.open = false

  // htmx notes the path of the page in the storage of the browser: nothing of a page stays there
  for (const name of ["load", "htmx:pushedIntoHistory", "htmx:replacedInHistory"]) {
    addEventListener(name, () => sessionStorage.clear())
  }
})()
