# Compute the stored reference values of composite indices with COINr.
#
# COINr 1.1.14 (bluefoxr/COINr, MIT) needs packages for drawing and Excel that play no part
# here, so the files of functions are sourced from an unpacked copy:
#   Rscript tests/golden/capability/composite_reference.R <folder of COINr>
# Reads tai.csv beside this file and writes composite_coinr.json.

folder <- commandArgs(trailingOnly = TRUE)[1]
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
for (name in c("treat", "normalise", "aggregate", "impute", "sensitivity")) {
  source(file.path(folder, "R", paste0(name, ".R")))
}
tai <- as.matrix(read.csv(file.path(here, "tai.csv"))[, -1])
set.seed(20260401)
skewed <- cbind(
  one = round(exp(rnorm(30)), 4),
  two = round(exp(1.6 * rnorm(30)), 4),
  three = round(-exp(1.5 * rnorm(30)), 4),
  four = round(rnorm(30), 4),
  five = c(rep(1, 14), rep(2, 12), 3, 40, 40, 60)
)
treated <- function(column) winsorise(skewed[, column])$x
weights <- c(3, 1, 1, 2, 1, 1, 2, 1)
unit <- apply(tai, 2, n_minmax, l_u = c(0, 1))
above <- apply(tai, 2, n_minmax, l_u = c(0.01, 1))
gaps <- skewed
gaps[cbind(c(1, 5, 9, 9, 30), c(1, 2, 3, 4, 5))] <- NA
design <- list(n = 8, d = 2, y = round(rnorm(32), 6))
estimate <- SA_estimate(design$y, design$n, design$d)$SensInd
loadings <- eigen(cor(tai))$vectors[, 1:3] %*% diag(sqrt(eigen(cor(tai))$values[1:3]))

result <- list(
  skewed = skewed,
  skewness = apply(skewed, 2, skew),
  kurtosis = apply(skewed, 2, kurt),
  winsorised = sapply(1:5, treated),
  log = apply(skewed[, c(1, 2, 5)], 2, function(x) log_CT(x)$x),
  zscore = apply(tai, 2, n_zscore),
  minmax = unit,
  rank = apply(tai, 2, n_rank),
  fracmax = apply(tai, 2, n_fracmax),
  weights = weights / sum(weights),
  arithmetic = apply(unit, 1, a_amean, w = weights),
  geometric = apply(above, 1, a_gmean, w = weights),
  copeland = a_copeland(tai, weights),
  mean = apply(gaps, 2, i_mean),
  median = apply(gaps, 2, i_median),
  sobol = list(n = design$n, d = design$d, y = design$y, first = estimate$Si, total = estimate$STi),
  loadings = loadings,
  varimax = unclass(varimax(loadings, eps = 1e-14)$loadings)
)
text <- jsonlite::toJSON(result, digits = I(15), na = "null", auto_unbox = TRUE, matrix = "rowmajor")
writeLines(text, file.path(here, "composite_coinr.json"))
