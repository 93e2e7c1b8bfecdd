# Compute reference values of hypergeometric tails and of pairs in documents with R.
#
# EconGeo 1.3 need not be installed: hand over the folder of its source.
#
#   Rscript tests/golden/capability/significance_reference.R ECONGEO_FOLDER
#
# Reads significance_py.json beside this file and writes significance_r.json.

library(jsonlite)

arguments <- commandArgs(trailingOnly = TRUE)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
source(file.path(arguments[1], "R", "co.occurrence.r"))
stored <- fromJSON(file.path(here, "significance_py.json"))

tails <- function(counts) {
  of_fields <- matrix(colSums(counts), nrow(counts), ncol(counts), byrow = TRUE)
  of_regions <- matrix(rowSums(counts), nrow(counts), ncol(counts))
  values <- phyper(counts - 1, of_fields, sum(counts) - of_fields, of_regions, lower.tail = FALSE)
  matrix(values, nrow(counts), ncol(counts))
}

events <- unclass(table(stored$documents$documents, stored$documents$fields))
values <- list(
  small = tails(stored$small$counts),
  large = tails(stored$large$counts),
  shared = co.occurrence(t(events), diagonal = TRUE)
)
dimnames(values$shared) <- NULL
write(toJSON(values, digits = NA), file.path(here, "significance_r.json"))
