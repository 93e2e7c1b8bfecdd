# Synth on Basque and Prop 99.   Rscript g2_synth.R
source("common.R"); suppressMessages({library(Synth); library(quadprog)})
sm <- read.csv("smoking.csv"); bq <- read.csv("basque.csv")
# ---------- Synth
qp <- function(V, X1, X0) { s <- apply(cbind(X0, X1), 1, sd); x1 <- X1 / s; x0 <- X0 / s; D <- t(x0) %*% (V * x0); n <- ncol(x0)
  w <- solve.QP(D + diag(1e-10, n), as.vector(t(x0) %*% (V * x1)), cbind(1, diag(n)), c(1, rep(0, n)), meq = 1)$solution; pmax(w, 0) / sum(pmax(w, 0)) }
run <- function(dp, custom = NULL, ...) { set.seed(1); capture.output(s <- if (is.null(custom)) synth(dp, ...) else synth(dp, custom.v = custom)); w <- as.vector(s$solution.w); v <- as.numeric(unlist(s$solution.v))
  we <- qp(v, dp$X1, dp$X0); mspe <- function(w) mean((dp$Z1 - dp$Z0 %*% w)^2)
  list(predictors = A(rownames(dp$X1)), X1 = A(dp$X1), v = A(v), w = A(w), loss_v = s$loss.v[1], loss_w = s$loss.w[1], w_exact_quadprog_given_v = A(we), mspe_exact_w = mspe(we), gap = A(dp$Y1plot - dp$Y0plot %*% w), gap_exact_w = A(dp$Y1plot - dp$Y0plot %*% we)) }
data(basque); b <- basque   # package data at full precision; basque.csv = the same rounded to 7 significant digits
dpb <- function(b) { dp <- dataprep(foo = b, predictors = c("school.illit","school.prim","school.med","school.high","school.post.high","invest"), predictors.op = "mean", time.predictors.prior = 1964:1969,
  special.predictors = list(list("gdpcap", 1960:1969, "mean"), list("sec.agriculture", seq(1961,1969,2), "mean"), list("sec.energy", seq(1961,1969,2), "mean"), list("sec.industry", seq(1961,1969,2), "mean"), list("sec.construction", seq(1961,1969,2), "mean"), list("sec.services.venta", seq(1961,1969,2), "mean"), list("sec.services.nonventa", seq(1961,1969,2), "mean"), list("popdens", 1969, "mean")),
  dependent = "gdpcap", unit.variable = "regionno", unit.names.variable = "regionname", time.variable = "year", treatment.identifier = 17, controls.identifier = c(2:16, 18), time.optimize.ssr = 1960:1969, time.plot = 1955:1997)
  dp$X1["school.high",] <- dp$X1["school.high",] + dp$X1["school.post.high",]; dp$X1 <- as.matrix(dp$X1[-which(rownames(dp$X1) == "school.post.high"), ])
  dp$X0["school.high",] <- dp$X0["school.high",] + dp$X0["school.post.high",]; dp$X0 <- dp$X0[-which(rownames(dp$X0) == "school.post.high"), ]
  lo <- which(rownames(dp$X0) == "school.illit"); hi <- which(rownames(dp$X0) == "school.high")
  dp$X1[lo:hi, ] <- 100 * dp$X1[lo:hi, ] / sum(dp$X1[lo:hi, ]); dp$X0[lo:hi, ] <- 100 * scale(dp$X0[lo:hi, ], center = FALSE, scale = colSums(dp$X0[lo:hi, ])); dp }
dp <- dpb(b); r <- run(dp); r$regions <- A(c(2:16, 18)); r$X0 <- unname(dp$X0)
names(bq) <- gsub("_", ".", names(bq)); dp2 <- dpb(bq); r$X1_from_csv_max_abs_diff <- max(abs(dp2$X1 - dp$X1))
r$custom_v_equal <- run(dp, custom = rep(1, nrow(dp$X1)))
sm$num <- as.integer(factor(sm$state)); ca <- unique(sm$num[sm$state == "California"])
dpc <- dataprep(foo = sm, predictors = c("lnincome","retprice","age15to24"), predictors.op = "mean", time.predictors.prior = 1980:1988, special.predictors = list(list("beer", 1984:1988, "mean"), list("cigsale", 1975, "mean"), list("cigsale", 1980, "mean"), list("cigsale", 1988, "mean")),
  dependent = "cigsale", unit.variable = "num", unit.names.variable = "state", time.variable = "year", treatment.identifier = ca, controls.identifier = setdiff(1:39, ca), time.optimize.ssr = 1970:1988, time.plot = 1970:2000)
rc <- run(dpc); rc$states <- A(levels(factor(sm$state))[setdiff(1:39, ca)]); rc$X0 <- unname(dpc$X0); rc$custom_v_equal <- run(dpc, custom = rep(1, nrow(dpc$X1)))
rc$tidysynth_options <- run(dpc, Margin.ipop = .02, Sigf.ipop = 7, Bound.ipop = 6)
# outcome-only: all pre-period outcomes, no scaling, equal V; exact by quadprog
only <- function(Z1, Z0) { D <- crossprod(Z0); n <- ncol(Z0); w <- solve.QP(D + diag(1e-9 * mean(diag(D)), n), as.vector(crossprod(Z0, Z1)), cbind(1, diag(n)), c(1, rep(0, n)), meq = 1)$solution; w <- pmax(w, 0) / sum(pmax(w, 0)); list(w = A(w), rmspe_pre = sqrt(mean((Z1 - Z0 %*% w)^2))) }
yb <- only(dp$Y1plot[1:15], dp$Y0plot[1:15, ]); yb$gap <- A(dp$Y1plot - dp$Y0plot %*% yb$w); yb$note <- "pre 1955..1969, treatment 1970"
yc <- only(dpc$Y1plot[1:19], dpc$Y0plot[1:19, ]); yc$gap <- A(dpc$Y1plot - dpc$Y0plot %*% yc$w); yc$att_1989_2000 <- mean(yc$gap[20:31]); yc$note <- "pre 1970..1988"
put(list(meta = list(versions = ver("Synth", "quadprog", "kernlab", "optimx"), note = "Synth defaults (optimx Nelder-Mead+BFGS over V, kernlab ipop over W); predictors scaled by sd over all units; w_exact = quadprog solution for the same V (Synth's ipop is approximate)"),
  results = list(basque = r, prop99 = rc, basque_outcomes_only_exact = yb, prop99_outcomes_only_exact = yc)), "synth.json")
