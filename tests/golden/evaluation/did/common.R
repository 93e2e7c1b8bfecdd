# helpers for the golden scripts: exact JSON writer (17 significant digits), data loaders
js <- function(x) {
  if (is.null(x)) return("null")
  if (is.data.frame(x)) x <- as.list(x)
  if (is.matrix(x)) return(paste0("[", paste(apply(x, 1, function(r) js(I(unname(r)))), collapse = ",\n"), "]"))
  if (is.list(x)) {
    v <- vapply(x, js, "")
    if (!is.null(names(x))) return(paste0("{", paste0('"', gsub('"', "'", names(x)), '": ', v, collapse = ",\n"), "}"))
    return(paste0("[", paste(v, collapse = ", "), "]"))
  }
  force1 <- inherits(x, "AsIs"); nm <- names(x); x <- unclass(x)
  if (is.factor(x)) x <- as.character(x)
  v <- if (is.character(x)) ifelse(is.na(x), "null", paste0('"', gsub("\n", " ", gsub('"', "'", gsub("\\", "/", x, fixed = TRUE))), '"'))
    else if (is.logical(x)) ifelse(is.na(x), "null", tolower(as.character(x)))
    else if (is.integer(x)) ifelse(is.na(x), "null", as.character(x))
    else ifelse(is.na(x), "null", ifelse(is.infinite(x), ifelse(x > 0, '"Inf"', '"-Inf"'), formatC(as.numeric(x), digits = 17, format = "g", width = -1)))
  if (!is.null(nm) && !force1) return(paste0("{", paste0('"', nm, '": ', v, collapse = ",\n"), "}"))
  if (length(v) == 1 && !force1) return(v)
  paste0("[", paste(v, collapse = ", "), "]")
}
put <- function(x, file) { writeLines(js(x), file); cat("wrote", file, file.size(file), "bytes\n") }
A <- function(x) I(if (is.null(x)) character(0) else unname(as.vector(x)))
ver <- function(...) { p <- c(...); r <- vapply(p, function(q) as.character(packageVersion(q)), ""); c(R = as.character(getRversion()), r) }
mpdta <- read.csv("mpdta.csv"); panel <- read.csv("panel47.csv"); gaps <- read.csv("gaps47.csv"); counts <- read.csv("counts47.csv")
attempt <- function(expr) tryCatch(expr, error = function(e) list(error = conditionMessage(e)))
withw <- function(expr) { w <- character(0); v <- withCallingHandlers(attempt(expr), warning = function(m) { w <<- c(w, conditionMessage(m)); invokeRestart("muffleWarning") }, message = function(m) { w <<- c(w, paste0("[message] ", conditionMessage(m))); invokeRestart("muffleMessage") }); if (is.list(v) && !is.null(v)) v$notes <- I(unique(w)); v }
