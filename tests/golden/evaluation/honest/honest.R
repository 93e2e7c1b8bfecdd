# Usage: Rscript honest.R FOLDER_OF_HONESTDID_SOURCES OUT.json
# Functions are sourced, since the package asks for a newer CVXR and for TruncatedNormal.
args <- commandArgs(trailingOnly = TRUE)
suppressMessages({library(jsonlite); library(dplyr); library(foreach); library(rlang)})
norminvp <- function(p, l, u) {  # exact quantile of a normal truncated to [l, u], from the nearer tail
  one <- function(l, u) {
    if (l > 0) {
      a <- pnorm(l, lower.tail = FALSE, log.p = TRUE); b <- pnorm(u, lower.tail = FALSE, log.p = TRUE)
      qnorm(a + log1p(p * (exp(b - a) - 1)), lower.tail = FALSE, log.p = TRUE)
    } else {
      a <- pnorm(l, log.p = TRUE); b <- pnorm(u, log.p = TRUE)
      qnorm(b + log(p + (1 - p) * exp(a - b)), log.p = TRUE)
    }
  }
  mapply(one, l, u)
}
for (file in list.files(file.path(args[1], "R"), pattern = "\\.R$", full.names = TRUE)) {
  text <- gsub("TruncatedNormal::norminvp", "norminvp", grep("^library", readLines(file), value = TRUE, invert = TRUE))
  eval(parse(text = text), envir = globalenv())
}
.psolve <- function(problem, ...) CVXR::psolve(problem, ...)  # the interface before CVXR 1.8
seeded <- function(seed, pre, post, drift = 0, effect = 1) {
  set.seed(seed)
  k <- pre + post
  root <- matrix(rnorm(k * k), k) * 0.15 + diag(0.5, k)
  shared <- matrix(0.1, k, k)
  sigma <- (root %*% t(root)) * 0.25 + shared
  time <- c(-(pre:1) - 1, 0:(post - 1)) + 1
  beta <- drift * time + c(rep(0, pre), rep(effect, post)) + as.vector(0.3 * t(chol(sigma)) %*% rnorm(k))
  list(betahat = round(beta, 6), sigma = round(sigma, 6), pre = pre, post = post)
}
load(file.path(args[1], "data/BCdata_EventStudy.rda")); load(file.path(args[1], "data/LWdata_EventStudy.rda"))
of <- function(x) list(betahat = as.vector(x$betahat), sigma = unname(as.matrix(x$sigma)),
                       pre = length(x$prePeriodIndices), post = length(x$postPeriodIndices))
bc <- of(BCdata_EventStudy); lw <- of(LWdata_EventStudy)
studies <- list(
  "BC first" = c(bc, list(l = c(1, rep(0, bc$post - 1)))),
  "LW first" = c(lw, list(l = c(1, rep(0, lw$post - 1)))),
  "BC mean" = c(bc, list(l = rep(1 / bc$post, bc$post))),
  "one after" = c(seeded(1, 4, 1), list(l = 1)),
  "mean of three" = c(seeded(2, 3, 3), list(l = rep(1 / 3, 3))),
  "third of three, drift" = c(seeded(3, 5, 3, drift = 0.4), list(l = c(0, 0, 1))),
  "one before" = c(seeded(4, 1, 2), list(l = c(0.5, 0.5))),
  "difference of two" = c(seeded(5, 3, 2), list(l = c(-1, 1))),
  "twelve" = c(seeded(6, 5, 7, drift = 0.1), list(l = rep(1 / 7, 7)))
)
for (name in names(studies)) {
  s <- studies[[name]]
  if (name != "LW first") {  # 23 periods after take hours
    bars <- if (startsWith(name, "BC")) c(0, 0.5, 1, 1.5, 2) else c(0, 0.5, 1, 2)
    found <- suppressWarnings(createSensitivityResults_relativeMagnitudes(
      betahat = s$betahat, sigma = s$sigma, numPrePeriods = s$pre, numPostPeriods = s$post,
      l_vec = matrix(s$l, ncol = 1), Mbarvec = bars, method = "C-LF"))
    studies[[name]]$relative_magnitudes <- list(mbar = bars, lower = found$lb, upper = found$ub)
  }
  after <- (s$pre + 1):(s$pre + s$post)
  error <- sqrt(c(s$l %*% s$sigma[after, after, drop = FALSE] %*% s$l))
  bounds <- c(0, 0.5, 1) * error
  found <- suppressWarnings(createSensitivityResults(
    betahat = s$betahat, sigma = s$sigma, numPrePeriods = s$pre, numPostPeriods = s$post,
    l_vec = matrix(s$l, ncol = 1), Mvec = bounds, method = "FLCI"))
  studies[[name]]$smoothness <- list(m = bounds, lower = as.vector(found$lb), upper = as.vector(found$ub))
  write(toJSON(studies, digits = 16, auto_unbox = TRUE, na = "null"), args[2])
}
