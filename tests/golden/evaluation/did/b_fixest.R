# fixest: sunab, TWFE, Poisson TWFE.  Rscript b_fixest.R
source("common.R"); suppressMessages(library(fixest)); setFixest_notes(FALSE); setFixest_nthreads(1); setFixest_estimation(fixef.tol = 1e-11, fixef.iter = 1e5, glm.tol = 1e-12)
ct <- function(m, ...) { k <- summary(m, ...)$coeftable; list(term = A(rownames(k)), estimate = A(k[, 1]), se = A(k[, 2]), stat = A(k[, 3]), p = A(k[, 4])) }
none <- ssc(K.adj = FALSE, G.adj = FALSE)
inf <- function(m) { d <- degrees_freedom(m, "t"); list(nobs = m$nobs, df_t = d, ll = as.numeric(logLik(m)), deviance = as.numeric(deviance(m)), dropped = A(m$collin.var), n_removed = m$nobs_origin - m$nobs) }
vc <- function(m, ...) list(vcov = { v <- vcov(m, ...); attributes(v) <- list(dim = dim(v)); v })
res <- list()
sa <- function(d, y, id, t, g, x = NULL) withw({
  f <- as.formula(sprintf("%s ~ sunab(%s, %s)%s | %s + %s", y, g, t, if (is.null(x)) "" else paste("+", x), id, t))
  d[[g]][d[[g]] == 0] <- 10000
  m <- feols(f, d, cluster = as.formula(paste0("~", id)))
  r <- list(formula = deparse1(f), note = "never treated coded 10000", info = inf(m), event = ct(m), event_no_ssc = ct(m, cluster = as.formula(paste0("~", id)), ssc = none),
       ATT = ct(m, agg = "ATT"), cohort = ct(m, agg = "cohort"), cells = ct(m, agg = FALSE), ATT_no_ssc = ct(m, agg = "ATT", cluster = as.formula(paste0("~", id)), ssc = none), ATT_iid = ct(m, agg = "ATT", vcov = "iid"), ATT_hetero = ct(m, agg = "ATT", vcov = "hetero"))
  if ("block" %in% names(d)) r$event_cluster_block <- ct(m, cluster = ~block)
  r })
res[["mpdta|sunab"]] <- sa(mpdta, "lemp", "countyreal", "year", "first_treat")
res[["panel47|sunab"]] <- sa(panel, "y", "unit", "year", "first_treated")
res[["panel47|sunab+x2"]] <- sa(panel, "y", "unit", "year", "first_treated", "x2")
res[["gaps47|sunab"]] <- sa(gaps, "y", "unit", "year", "first_treated")
res[["gaps47|sunab+x2"]] <- sa(gaps, "y", "unit", "year", "first_treated", "x2")
tw <- function(d, f, id, fit = feols) withw({
  m <- fit(f, d, cluster = as.formula(paste0("~", id)))
  r <- list(formula = deparse1(f), info = inf(m), cluster_unit = ct(m), iid = ct(m, vcov = "iid"), hetero = ct(m, vcov = "hetero"), cluster_unit_no_ssc = ct(m, cluster = as.formula(paste0("~", id)), ssc = none))
  if ("block" %in% names(d)) { r$cluster_block <- ct(m, cluster = ~block); r$twoway_unit_year <- ct(m, cluster = ~unit + year) }
  r })
mpdta$D <- as.integer(mpdta$first_treat > 0 & mpdta$year >= mpdta$first_treat)
res[["mpdta|twfe"]] <- tw(mpdta, lemp ~ D | countyreal + year, "countyreal")
for (n in c("panel47", "gaps47")) { d <- list(panel47 = panel, gaps47 = gaps)[[n]]
  res[[paste0(n, "|twfe")]] <- tw(d, y ~ treated | unit + year, "unit")
  res[[paste0(n, "|twfe+x2")]] <- tw(d, y ~ treated + x2 | unit + year, "unit")
  d$rel <- ifelse(d$first_treated > 0, d$year - d$first_treated, -1)
  res[[paste0(n, "|twfe event study (ref -1, never treated at -1)")]] <- tw(d, y ~ i(rel, ref = -1) | unit + year, "unit")
}
res[["panel47|twfe event study (ref -1)"]]$note <- NULL
res[["counts47|fepois twfe"]] <- tw(counts, count ~ treated | unit + year, "unit", fepois)
res[["counts47|fepois twfe+x2"]] <- tw(counts, count ~ treated + x2 | unit + year, "unit", fepois)
counts$rel <- ifelse(counts$first_treated > 0, counts$year - counts$first_treated, -1)
res[["counts47|fepois event study (ref -1, never treated at -1)"]] <- tw(counts, count ~ i(rel, ref = -1) | unit + year, "unit", fepois)
res[["counts47|fepois sunab"]] <- withw({ d <- counts; d$first_treated[d$first_treated == 0] <- 10000
  m <- fepois(count ~ sunab(first_treated, year) | unit + year, d, cluster = ~unit)
  list(info = inf(m), event = ct(m), ATT = ct(m, agg = "ATT"), cohort = ct(m, agg = "cohort"), cells = ct(m, agg = FALSE)) })
put(list(meta = list(versions = ver("fixest"), ssc_default = paste(deparse(unclass(ssc())), collapse = " "), tolerances = "fixef.tol=1e-11, glm.tol=1e-12 (tighter than default 1e-6, 1e-8)", no_ssc = "ssc(K.adj=FALSE, G.adj=FALSE)"), results = res), "fixest.json")
