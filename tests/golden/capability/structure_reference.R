# Compute reference values of structure, inequality, convergence and shift-share with R.
#
# REAT 3.0.3 and EconGeo 1.3 need not be installed: hand over the folders of their sources.
#
#   Rscript tests/golden/capability/structure_reference.R REAT_FOLDER ECONGEO_FOLDER
#
# Reads provinces.csv beside this file and the data that REAT ships; writes structure_r.json.

library(jsonlite)

arguments <- commandArgs(trailingOnly = TRUE)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(), value = TRUE)))
reat <- new.env()
for (file in list.files(file.path(arguments[1], "R"), full.names = TRUE)) sys.source(file, envir = reat)
econgeo <- new.env()
for (file in list.files(file.path(arguments[2], "R"), full.names = TRUE)) {
  tryCatch(sys.source(file, envir = econgeo), error = function(e) message(basename(file), " left out"))
}
for (name in c("G.regions.industries", "FK2014_EGC", "Freiburg", "G.counties.gdp")) {
  load(file.path(arguments[1], "data", paste0(name, ".rda")))
}
quiet <- function(expression) { sink(nullfile()); on.exit(sink()); expression }
plain <- function(values) unname(as.numeric(values))

provinces <- as.matrix(read.csv(file.path(here, "provinces.csv"), row.names = 1))
country <- colSums(provinces)
of_provinces <- list(
  herfindahl = plain(apply(provinces, 1, reat$herf)),
  herfindahl_normalised = plain(apply(provinces, 1, reat$herf, coefnorm = TRUE)),
  equivalent_number = plain(apply(provinces, 1, reat$herf, output = "eq")),
  gini_spec = plain(apply(provinces, 1, reat$gini.spec, e_i = country)),
  gini_conc = plain(apply(provinces, 2, reat$gini.conc, e_j = rowSums(provinces))),
  krugman_spec = plain(apply(provinces, 1, reat$krugman.spec, e_il = country)),
  krugman_spec2 = plain(sapply(seq_len(nrow(provinces)), function(r) {
    reat$krugman.spec2(provinces[r, ], as.data.frame(t(provinces[-r, ])))
  })),
  hoover = plain(apply(provinces, 2, reat$hoover, ref = rowSums(provinces))),
  econgeo_entropy_rounded = plain(econgeo$entropy(provinces)),
  econgeo_herfindahl = plain(econgeo$Herfindahl(provinces)),
  econgeo_krugman = plain(econgeo$Krugman.index(provinces)),
  econgeo_spec_coeff = plain(econgeo$spec.coeff(provinces)),
  econgeo_locational_gini = plain(econgeo$locational.Gini(provinces)[, 2]),
  econgeo_hoover_gini_rounded = plain(econgeo$Hoover.Gini(provinces, rowSums(provinces))[, 2]),
  econgeo_hoover_index_rounded = plain(econgeo$Hoover.index(provinces, rowSums(provinces))[, 2])
)

industries <- quiet(reat$spec(G.regions.industries$emp_all, G.regions.industries$ind_code,
                              G.regions.industries$region_code))
places <- quiet(reat$conc(G.regions.industries$emp_all, G.regions.industries$ind_code,
                          G.regions.industries$region_code))
named <- function(matrix) list(labels = rownames(matrix), hoover = plain(matrix[, 1]), gini = plain(matrix[, 2]),
                               krugman = plain(matrix[, 3]))

plants <- quiet(reat$ellison.a2(FK2014_EGC$emp_firm, FK2014_EGC$industry, FK2014_EGC$region))
one <- quiet(reat$ellison.a(c(200, 650, 12000, 100, 50, 16000, 13000, 1500, 1500, 25000),
                            c(500000, 400000, 100000),
                            c("Wien", "Wien", "Wien", "Wien", "Wien", "Linz", "Linz", "Linz", "Linz", "Graz")))

regions <- list(
  A = list(c(90, 20, 10, 60), c(100, 40, 10, 55)),
  B = list(c(60, 30, 30, 40), c(85, 55, 40, 35)),
  C = list(c(250, 100, 110, 300), c(255, 115, 85, 390))
)
nation <- list(c(400, 150, 150, 400), c(440, 210, 135, 480))
parts <- function(first, second, before, after, form) {
  plain(quiet(reat$shift(first, second, before, after, shift.method = form))$components)
}
of_both <- function(...) list(dunn = parts(..., "Dunn"), esteban = parts(..., "Esteban"))
textbook <- lapply(regions, function(r) of_both(r[[1]], r[[2]], nation[[1]], nation[[2]]))

gdp <- G.counties.gdp
beta <- function(first, second, years) {
  found <- suppressWarnings(quiet(reat$betaconv.ols(first, 0, second, years)))$abeta
  list(years = years, intercept = found$estimates[1, 1], slope = found$estimates[2, 1],
       standard_error = found$estimates[2, 2], t_value = found$estimates[2, 3],
       speed = found$estimates[3, 1], half_life = found$estimates[4, 1], r_squared = found$modelstat[1, 1])
}
sigma <- function(first, second, measure) {
  plain(quiet(reat$sigmaconv(first, 0, second, 1, sigma.measure = measure,
                             sigma.log = measure == "sd"))$sigmaconv[1:2, 1])
}
income <- gdp$gdppc2014
people <- gdp$pop2014

result <- list(
  provinces = of_provinces,
  industries = list(spec = named(industries), conc = named(places)),
  plants = list(labels = rownames(plants), gamma = plain(plants[, 1]), raw = plain(plants[, 2]),
                herfindahl = plain(plants[, 5]), one_industry = plain(one)[c(1, 2, 5)]),
  shift_share = c(textbook, list(freiburg = of_both(Freiburg$e_Freiburg2008, Freiburg$e_Freiburg2014,
                                                    Freiburg$e_Germany2008, Freiburg$e_Germany2014))),
  counties = list(
    beta_one_year = beta(gdp$gdppc2010, gdp$gdppc2011, 1),
    beta_four_years = beta(gdp$gdppc2010, gdp$gdppc2014, 4),
    sigma_sd = sigma(gdp$gdppc2010, gdp$gdppc2014, "sd"),
    sigma_cv = sigma(gdp$gdppc2010, gdp$gdppc2014, "cv"),
    atkinson_half = reat$atkinson(income, epsilon = 0.5), atkinson_one = reat$atkinson(income, epsilon = 1),
    atkinson_two = reat$atkinson(income, epsilon = 2),
    gini = reat$gini2(income), gini_weighted = reat$gini2(income, weighting = people),
    theil = reat$theil(income), cv = reat$cv(income, is.sample = FALSE),
    hoover_weighted = reat$hoover(gdp$gdp2014, ref = people),
    williamson = reat$williamson(income, people, wmean = TRUE)
  )
)
write(toJSON(result, digits = NA, auto_unbox = TRUE, pretty = 1), file.path(here, "structure_r.json"))
