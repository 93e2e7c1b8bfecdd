# synthdid / sc / did on Prop 99.   Rscript g1_synthdid.R
source("common.R"); suppressMessages({library(synthdid); })
sm <- read.csv("smoking.csv"); 
# ---------- synthdid
mat <- function(d, unit, time, y, tr) { d <- d[order(d[[tr]], d[[unit]], d[[time]]), ]; u <- unique(d[[unit]]); Y <- matrix(d[[y]], nrow = length(u), byrow = TRUE, dimnames = list(u, sort(unique(d[[time]])))); Y }
sm$tr <- as.integer(sm$state == "California"); Y <- mat(sm, "state", "year", "cigsale", "tr"); N0 <- 38; T0 <- 19
pack <- function(e) { w <- attr(e, "weights"); o <- attr(e, "opts"); list(estimate = as.numeric(e), omega = A(w$omega), lambda = A(w$lambda), effect_curve = A(synthdid_effect_curve(e)), zeta_omega = o$zeta.omega, zeta_lambda = o$zeta.lambda, min_decrease = o$min.decrease, beta = A(w$beta)) }
est <- list(synthdid = synthdid_estimate, sc = sc_estimate, did = did_estimate)
p99 <- list(controls = A(rownames(Y)[1:N0]), years = A(as.integer(colnames(Y))), N0 = N0, T0 = T0, noise_level = sd(apply(Y[1:N0, 1:T0], 1, diff)))
pl <- function(e, reps, seed) { set.seed(seed); sqrt(vcov(e, method = "placebo", replications = reps))[1] }
fin <- function() put(list(meta = list(versions = c(ver("synthdid"), commit = "70c1ce3"), inputs = "smoking.csv (cigsale) = california_prop99; panel47.csv", note = "Frank-Wolfe, defaults; rows sorted by treated, unit name"), results = sd_out), "synthdid.json")
sd_out <- list(); ep <- list()
for (n in names(est)) { e <- est[[n]](Y, N0, T0); ep[[n]] <- e; p99[[n]] <- pack(e) }; sd_out$prop99 <- p99; fin()
blk <- function(withX) { d <- subset(panel, first_treated %in% c(0, 2005)); d$tr <- as.integer(d$first_treated == 2005); Y <- mat(d, "unit", "year", "y", "tr"); N0 <- 28; T0 <- 5
  X <- if (withX) array(mat(d, "unit", "year", "x2", "tr"), dim = c(dim(Y), 1)) else array(dim = c(dim(Y), 0)); r <- list(units = A(as.integer(rownames(Y))), N0 = N0, T0 = T0)
  for (n in names(est)) { e <- est[[n]](Y, N0, T0, X = X); q <- pack(e); q$jackknife_se <- sqrt(vcov(e, method = "jackknife"))[1]
    r[[n]] <- q }; r }
sd_out$panel47_cohort2005_vs_never <- blk(FALSE); fin(); sd_out$panel47_cohort2005_vs_never_X_x2 <- blk(TRUE); fin()
for (n in c("synthdid", "did", "sc")) { e <- ep[[n]]; r <- sd_out$prop99[[n]]
  # deterministic: each control in turn as the pseudo-treated unit (same warm start as placebo_se), California left out
  o <- attr(e, "opts"); w <- attr(e, "weights")
  r$placebo_each_control <- A(vapply(1:N0, function(i) { ind <- c(setdiff(1:N0, i), i); wb <- w; wb$omega <- w$omega[ind[1:(N0 - 1)]]; wb$omega <- if (sum(wb$omega) != 0) wb$omega / sum(wb$omega) else rep(1 / (N0 - 1), N0 - 1)
    as.numeric(do.call(synthdid_estimate, c(list(Y = Y[ind, ], N0 = N0 - 1, T0 = T0, weights = wb), o))) }, 0))
  r$placebo_sd_over_all_controls <- sd(r$placebo_each_control); sd_out$prop99[[n]] <- r; fin() }
e <- ep$synthdid; sd_out$prop99$synthdid$placebo_se <- list(seed = 12345, replications = 100, se = pl(e, 100, 12345)); fin()
