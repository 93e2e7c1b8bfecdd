# augsynth (ridge ASCM).   Rscript h_augsynth.R
source("common.R"); suppressMessages({library(augsynth); library(magrittr)})
sm <- read.csv("smoking.csv"); bq <- read.csv("basque.csv")
sm$trt <- as.integer(sm$state == "California" & sm$year >= 1989); bq$trt <- as.integer(bq$regionno == 17 & bq$year >= 1970); bq$region <- bq$regionname
one <- function(fm, d, u, inf = NULL, ...) withw({ a <- eval(bquote(augsynth(.(fm), .(as.name(u)), year, data = d, ...)))
  w <- a$weights; p <- predict(a, att = TRUE); r <- list(units = A(rownames(w)), weights = A(w), lambda = a$lambda, l2_imbalance = a$l2_imbalance, scaled_l2_imbalance = a$scaled_l2_imbalance, times = A(as.integer(names(p))), att = A(p), synw = A(a$synw), ridge_w = A(a$ridge_w), att_post_mean = mean(p[!is.na(p) & as.integer(names(p)) >= a$t_int]))
  if (!is.null(inf)) { set.seed(1); s <- summary(a, inf_type = inf); r[[inf]] <- lapply(as.list(s$att), A); r[[paste0(inf, "_average")]] <- as.list(s$average_att) }; r })
res <- list()
for (z in list(list("prop99", cigsale ~ trt, sm, "state", 10), list("basque", gdpcap ~ trt, bq, "region", 0.5))) { n <- z[[1]]
  res[[paste0(n, "|scm")]] <- one(z[[2]], z[[3]], z[[4]], progfunc = "None", scm = TRUE)
  res[[paste0(n, "|ridge ascm lambda ", z[[5]])]] <- one(z[[2]], z[[3]], z[[4]], progfunc = "Ridge", scm = TRUE, lambda = z[[5]])
  res[[paste0(n, "|ridge ascm lambda ", z[[5]], " fixedeff")]] <- one(z[[2]], z[[3]], z[[4]], progfunc = "Ridge", scm = TRUE, lambda = z[[5]], fixedeff = TRUE)
  res[[paste0(n, "|ridge ascm lambda by cv")]] <- one(z[[2]], z[[3]], z[[4]], progfunc = "Ridge", scm = TRUE)
  res[[paste0(n, "|ridge ascm lambda ", z[[5]], " jackknife+")]] <- one(z[[2]], z[[3]], z[[4]], inf = "jackknife+", progfunc = "Ridge", scm = TRUE, lambda = z[[5]])
  put(list(meta = list(versions = c(ver("augsynth", "osqp"), commit = "f942957"), note = "smoking.csv (1989+ treated), basque.csv (1970+ treated); osqp weights"), results = res), "augsynth.json") }
