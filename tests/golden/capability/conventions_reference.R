# Compute reference values of two conventions with the R packages themselves; see conventions_reference.py.
# Usage: Rscript conventions_reference.R FOLDER
# economiccomplexity 2.0.0 changes its argument in place, hence every "+ 0".

library(jsonlite)

folder <- commandArgs(TRUE)[1]

save <- function(values, table, package) {
  path <- file.path(folder, paste(table, package, "json", sep = "."))
  write(toJSON(values, digits = NA, na = "null", matrix = "rowmajor"), path)
}

placed <- function(values, names) unname(values[match(names, names(values))])

spread <- function(values, labels) {
  whole <- matrix(NA_real_, length(labels), length(labels), dimnames = list(labels, labels))
  whole[rownames(values), colnames(values)] <- values
  unname(whole)
}

for (path in list.files(folder, "[.]csv$", full.names = TRUE)) {
  table <- sub("[.]csv$", "", basename(path))
  text <- as.matrix(read.csv(path, row.names = 1, check.names = FALSE, colClasses = "character"))
  amounts <- matrix(as.numeric(text), nrow(text), dimnames = dimnames(text))
  regions <- rownames(amounts)
  fields <- colnames(amounts)

  presence <- economiccomplexity::balassa_index(amounts + 0)
  near <- economiccomplexity::proximity(presence + 0, compute = "product")$proximity_product
  solved <- economiccomplexity::complexity_measures(presence + 0, method = "eigenvalues")
  reflected <- economiccomplexity::complexity_measures(presence + 0, method = "reflections")
  fit <- economiccomplexity::complexity_measures(presence + 0, method = "fitness")
  outlook <- economiccomplexity::complexity_outlook(presence + 0, near + 0, solved[[2]])
  save(list(
    rca = economiccomplexity::balassa_index(amounts + 0, discrete = FALSE), presence = presence,
    proximity = spread(near, fields), density = economiccomplexity::density(presence + 0, near + 0),
    eci = placed(solved[[1]], regions), pci = placed(solved[[2]], fields),
    reflected_regions = placed(reflected[[1]], regions), reflected_fields = placed(reflected[[2]], fields),
    fitness = placed(fit[[1]], regions), quality = placed(fit[[2]], fields),
    coi = unname(outlook[[1]]), cog = unname(outlook[[2]])
  ), table, "economiccomplexity")

  presence <- EconGeo::location_quotient(amounts, binary = TRUE)
  shared <- EconGeo::co_occurrence(t(presence))
  related <- lapply(
    c(association = "association", cosine = "cosine", jaccard = "Jaccard", probability = "prob"),
    function(method) unname(EconGeo::relatedness(shared, method = method))
  )
  names(related) <- paste("relatedness", names(related))
  filled <- list(rowSums(presence) > 0, colSums(presence) > 0)
  put <- function(values, mask) replace(rep(NA_real_, length(mask)), mask, values)
  save(c(list(
    rca = EconGeo::location_quotient(amounts), presence = presence,
    density = EconGeo::relatedness_density(presence, EconGeo::relatedness(shared)),
    eci = put(EconGeo::kci(presence), filled[[1]]), pci = put(EconGeo::tci(presence), filled[[2]]),
    reflected_regions = put(EconGeo::morc(presence, steps = 20), filled[[1]]),
    reflected_fields = put(EconGeo::mort(presence, steps = 19), filled[[2]])
  ), related), table, "EconGeo")
}
