# Goodman-Bacon decomposition: bacondecomp::bacon.   Rscript d_bacon.R
source("common.R"); library(bacondecomp)
f <- function(d, fm, id, t) withw({ b <- bacon(fm, data = d, id_var = id, time_var = t, quietly = TRUE)
  if (is.data.frame(b)) list(comparisons = as.list(b), total = sum(b$estimate * b$weight)) else
  list(Omega = b$Omega, beta_hat_w = b$beta_hat_w, beta_hat_b = if (is.null(b$beta_hat_b)) NA else b$beta_hat_b, comparisons = as.list(b$two_by_twos), total = b$Omega * b$beta_hat_w + (1 - b$Omega) * sum(b$two_by_twos$estimate * b$two_by_twos$weight)) })
mpdta$D <- as.integer(mpdta$first_treat > 0 & mpdta$year >= mpdta$first_treat)
res <- list(`mpdta|lemp ~ D` = f(mpdta, lemp ~ D, "countyreal", "year"), `panel47|y ~ treated` = f(panel, y ~ treated, "unit", "year"), `panel47|y ~ treated + x2 (controls)` = f(panel, y ~ treated + x2, "unit", "year"))
nn <- subset(panel, first_treated > 0); res[["panel47 without never treated|y ~ treated"]] <- f(nn, y ~ treated, "unit", "year")
put(list(meta = list(versions = ver("bacondecomp"), note = "treated = group code, untreated code 99999 = never treated"), results = res), "bacon.json")
