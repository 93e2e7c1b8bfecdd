# Times the R package economiccomplexity on a table given as a CSV of numbers; prints JSON.
# Usage: Rscript capability_economiccomplexity.R TABLE.csv
suppressPackageStartupMessages(library(economiccomplexity))
given <- as.matrix(read.csv(commandArgs(TRUE)[1], header = FALSE))
dimnames(given) <- list(sprintf("r%04d", seq_len(nrow(given))), sprintf("f%04d", seq_len(ncol(given))))
fastest <- function(work) min(replicate(3, system.time(for (n in 1:20) work())[["elapsed"]])) / 20  # the clock has 1 ms
ratios <- function() balassa_index(given)
chain <- function() {
  presence <- balassa_index(given)
  near <- proximity(presence, compute = "product")
  complexity_measures(presence, method = "eigenvalues")
}
seconds <- list(rca = fastest(ratios))
if (nrow(given) < 100) {
  seconds[["chain"]] <- fastest(chain)
}
cat(sprintf('{"seconds": {%s}, "differences": {}, "peak_mb": 0}', paste(sprintf('"%s": %.6f', names(seconds), unlist(seconds)), collapse = ", ")))
