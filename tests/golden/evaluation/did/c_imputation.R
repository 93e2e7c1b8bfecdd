# Borusyak-Jaravel-Spiess imputation (didimputation) and Gardner two-stage (did2s, sourced R/did2s.R).   Rscript c_imputation.R
source("common.R"); suppressMessages({library(fixest); library(data.table); library(didimputation); library(Matrix)})
setFixest_notes(FALSE); setFixest_nthreads(1); setFixest_estimation(fixef.tol = 1e-11, fixef.iter = 1e5, fixef.rm = "none")
e2 <- new.env(); sys.source("did2s.R", e2)
tt <- function(x) { x <- as.data.frame(x); list(term = A(as.character(x$term)), estimate = A(x$estimate), se = A(x$std.error), conf_low = A(x$conf.low), conf_high = A(x$conf.high)) }
res <- list()
bjs <- function(d, y, g, t, id, fs = NULL, cl = NULL, w = NULL) {
  a <- function(...) withw(tt(did_imputation(d, yname = y, gname = g, tname = t, idname = id, first_stage = fs, cluster_var = cl, wname = w, ...)))
  list(static = a(), event = a(horizon = TRUE), event_pretrends = a(horizon = TRUE, pretrends = TRUE), pretrends_m1_to_m3 = a(horizon = TRUE, pretrends = -3:-1))
}
res[["mpdta|bjs"]] <- bjs(mpdta, "lemp", "first_treat", "year", "countyreal")
res[["panel47|bjs"]] <- bjs(panel, "y", "first_treated", "year", "unit")
res[["panel47|bjs x2 (first_stage ~ x2 | unit + year)"]] <- bjs(panel, "y", "first_treated", "year", "unit", fs = ~ x2 | unit + year)
res[["panel47|bjs cluster block"]] <- bjs(panel, "y", "first_treated", "year", "unit", cl = "block")
panel$w <- 1 + (panel$unit %% 5) / 4
res[["panel47|bjs weights 1+(unit mod 5)/4"]] <- bjs(panel, "y", "first_treated", "year", "unit", w = "w")
res[["gaps47|bjs"]] <- bjs(gaps, "y", "first_treated", "year", "unit")
g2 <- function(d, y, g, t, id, x = NULL, cl = id, w = NULL) {
  d$D <- as.integer(d[[g]] > 0 & d[[t]] >= d[[g]]); d$rel <- ifelse(d[[g]] > 0, d[[t]] - d[[g]], Inf); d$ipost <- ifelse(d$D == 1, d$rel, Inf)
  fs <- as.formula(sprintf("~ %s | %s + %s", if (is.null(x)) "0" else x, id, t))
  f <- function(ss) withw({ m <- e2$did2s(d, yname = y, first_stage = fs, second_stage = ss, treatment = "D", cluster_var = cl, weights = w)
    k <- m$coeftable; list(term = A(rownames(k)), estimate = A(k[, 1]), se = A(k[, 2])) })
  list(static = f(~ i(D, ref = 0)), event_all_ref_m1_Inf = f(~ i(rel, ref = c(-1, Inf))), event_all_ref_Inf = f(~ i(rel, ref = Inf)), event_post_only = f(~ i(ipost, ref = Inf)))
}
res[["mpdta|did2s"]] <- g2(mpdta, "lemp", "first_treat", "year", "countyreal")
res[["panel47|did2s"]] <- g2(panel, "y", "first_treated", "year", "unit")
res[["panel47|did2s x2"]] <- g2(panel, "y", "first_treated", "year", "unit", x = "x2")
res[["panel47|did2s cluster block"]] <- g2(panel, "y", "first_treated", "year", "unit", cl = "block")
res[["gaps47|did2s"]] <- g2(gaps, "y", "first_treated", "year", "unit")
setFixest_estimation(fixef.tol = 1e-11, fixef.iter = 1e5, fixef.rm = "perfect_fit")
res[["mpdta|bjs under fixest's default fixef.rm='perfect_fit' (WRONG: drops the 20 counties of cohort 2004, which have one untreated period)"]] <- bjs(mpdta, "lemp", "first_treat", "year", "countyreal")
# independent brute-force check (dense lm + pseudo-inverse): static ATT, BJS se and Gardner se
brute <- function(d, y, g, t, id, cl = id) {
  D <- as.integer(d[[g]] > 0 & d[[t]] >= d[[g]]); yy <- d[[y]]; X <- model.matrix(~ factor(d[[id]]) + factor(d[[t]])); X0 <- X[D == 0, ]
  P <- MASS::ginv(crossprod(X0)); r <- as.vector(yy - X %*% (P %*% crossprod(X0, yy[D == 0]))); n1 <- sum(D); att <- sum(r[D == 1]) / n1
  v <- as.vector(-X %*% (P %*% colSums(X[D == 1, ]))) / n1; v[D == 1] <- 1 / n1
  tb <- ave(v^2 * r, d[[g]], d[[t]], FUN = sum) / ave(v^2, d[[g]], d[[t]], FUN = sum); eps <- r - ifelse(D == 1, tb, 0)
  v0 <- ifelse(D == 1, 0, v); u <- ifelse(D == 1, (r - att) / n1, 0) + v0 * r
  list(att = att, bjs_se = sqrt(sum(tapply(v * eps, d[[cl]], sum)^2)), gardner_se = sqrt(sum(tapply(u, d[[cl]], sum)^2)))
}
chk <- list(mpdta = brute(mpdta, "lemp", "first_treat", "year", "countyreal"), panel47 = brute(panel, "y", "first_treated", "year", "unit"), panel47_block = brute(panel, "y", "first_treated", "year", "unit", "block"), gaps47 = brute(gaps, "y", "first_treated", "year", "unit"))
str(chk)
put(list(brute_force_check = chk, meta = list(versions = c(ver("fixest", "didimputation", "data.table"), did2s = "1.2.0 (commit 8228c15, R/did2s.R sourced)"),
  note = "se clustered by unit unless said; didimputation se: Borusyak et al eq. with tau_et averaged by cohort-event time; fixef.tol=1e-11, fixef.rm='none' (fixest >= 0.13 drops singleton fixed effects by default, which loses treated units with one untreated period)"), results = res), "imputation.json")
