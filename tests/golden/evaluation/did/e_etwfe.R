# Wooldridge ETWFE: etwfe + marginaleffects.   Rscript e_etwfe.R
source("common.R"); suppressMessages({library(fixest); library(etwfe); library(marginaleffects)})
setFixest_notes(FALSE); setFixest_nthreads(1); setFixest_estimation(fixef.tol = 1e-11, fixef.iter = 1e5, glm.tol = 1e-12)
em <- function(m, ...) attempt({ x <- as.data.frame(emfx(m, ...)); k <- intersect(c(".Dtreat", "event", "first_treated", "first_treat", "year", "estimate", "std.error", "p.value", "conf.low", "conf.high"), names(x)); lapply(x[k], A) })
f <- function(d, fm, t, g, id, cg = "notyet", fam = NULL, ivar = NULL, xvar = NULL, fe = NULL) withw({
  a <- list(fml = fm, tvar = as.name(t), gvar = as.name(g), data = d, vcov = as.formula(paste0("~", id)), cgroup = cg, family = fam)
  if (!is.null(ivar)) a$ivar <- as.name(ivar); if (!is.null(xvar)) a$xvar <- as.name(xvar); if (!is.null(fe)) a$fe <- fe
  m <- eval(as.call(c(quote(etwfe), a))); ct <- m$coeftable
  r <- list(formula = deparse1(m$fml_all$linear), fixef = paste(m$fixef_vars, collapse = "+"), nobs = m$nobs, cells = list(term = A(rownames(ct)), estimate = A(ct[, 1]), se = A(ct[, 2])))
  for (ty in c("simple", "group", "calendar", "event")) r[[ty]] <- em(m, type = ty)
  if (cg == "never") r$event_post_only_false <- em(m, type = "event", post_only = FALSE)
  r })
res <- list()
for (cg in c("notyet", "never")) {
  res[[paste0("panel47|ols|", cg)]] <- f(panel, y ~ 1, "year", "first_treated", "unit", cg)
  res[[paste0("panel47|ols|ivar=unit|", cg)]] <- f(panel, y ~ 1, "year", "first_treated", "unit", cg, ivar = "unit")
  res[[paste0("panel47|ols|ctrl x1|", cg)]] <- f(panel, y ~ x1, "year", "first_treated", "unit", cg)
  res[[paste0("gaps47|ols|", cg)]] <- f(gaps, y ~ 1, "year", "first_treated", "unit", cg)
  res[[paste0("gaps47|ols|ivar=unit|", cg)]] <- f(gaps, y ~ 1, "year", "first_treated", "unit", cg, ivar = "unit")
  res[[paste0("counts47|poisson|", cg)]] <- f(counts, count ~ 1, "year", "first_treated", "unit", cg, fam = "poisson")
  res[[paste0("counts47|poisson|ctrl x1|", cg)]] <- f(counts, count ~ x1, "year", "first_treated", "unit", cg, fam = "poisson")
  res[[paste0("mpdta|ols|ctrl lpop|", cg)]] <- f(mpdta, lemp ~ lpop, "year", "first_treat", "countyreal", cg)
  res[[paste0("mpdta|ols|", cg)]] <- f(mpdta, lemp ~ 1, "year", "first_treat", "countyreal", cg)
}
put(list(meta = list(versions = ver("fixest", "etwfe", "marginaleffects"), note = "default fe: cohort + period fixed effects (OLS fe='vs'); vcov clustered by unit; marginal effects by delta method; counts: effects on the response scale"), results = res), "etwfe.json")
