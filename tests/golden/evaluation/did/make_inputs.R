# Seeded inputs: panel47.csv, gaps47.csv, counts47.csv.  Rscript make_inputs.R  (R 4.2.2, base only)
RNGkind("Mersenne-Twister", "Inversion", "Rejection")
set.seed(20261130)
N <- 47; years <- 2000:2011; TT <- length(years)
ft <- sample(rep(c(2003, 2005, 2008, 0), c(6, 9, 4, 28)))
block <- sample(rep(1:8, length.out = N))
x1 <- round(rnorm(N) + 0.3 * (ft > 0), 6)               # constant in time, correlated with being treated
alpha <- rnorm(N, 0, 1.2) + 0.4 * x1
bl <- rnorm(8, 0, 0.5)
lambda <- cumsum(rnorm(TT, 0.1, 0.3))
ar <- function(rho, s) { e <- numeric(TT); e[1] <- rnorm(1, 0, s / sqrt(1 - rho^2)); for (t in 2:TT) e[t] <- rho * e[t-1] + rnorm(1, 0, s); e }
rows <- list()
for (i in 1:N) {
  e <- ar(0.5, 0.45); x2 <- ar(0.3, 1)
  for (k in 1:TT) {
    y <- years[k]; r <- if (ft[i] > 0) y - ft[i] else -1
    tau <- if (r >= 0) c(`2003` = 0.6, `2005` = 1.0, `2008` = 0.3)[as.character(ft[i])] + 0.12 * r + 0.15 * x1[i] else 0
    yy <- alpha[i] + bl[block[i]] + lambda[k] + 0.05 * x1[i] * (k - 1) + 0.3 * x2[k] + tau + e[k]
    mu <- exp(0.9 + 0.35 * alpha[i] + 0.3 * lambda[k] + 0.08 * x2[k] + 0.35 * tau)
    rows[[length(rows) + 1]] <- data.frame(unit = i, year = y, block = block[i], first_treated = ft[i],
      treated = as.integer(r >= 0), x1 = x1[i], x2 = round(x2[k], 6), y = round(unname(yy), 6), mu = mu)
  }
}
d <- do.call(rbind, rows); rownames(d) <- NULL
d$count <- rpois(nrow(d), d$mu)
write.csv(d[, c("unit","year","block","first_treated","treated","x1","x2","y")], "panel47.csv", row.names = FALSE, quote = FALSE)
write.csv(d[, c("unit","year","block","first_treated","treated","x1","x2","count")], "counts47.csv", row.names = FALSE, quote = FALSE)
# gaps: each cell removed with probability .06; every unit keeps a pre-period (never treated: any period)
drop <- runif(nrow(d)) < 0.06
for (i in 1:N) { w <- which(d$unit == i & d$treated == 0); if (all(drop[w])) drop[w[1]] <- FALSE }
write.csv(d[!drop, c("unit","year","block","first_treated","treated","x1","x2","y")], "gaps47.csv", row.names = FALSE, quote = FALSE)
cat(sum(drop), "cells dropped of", nrow(d), "\n")
