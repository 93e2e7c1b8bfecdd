# Synthetic difference in differences of R, by default and with its iteration carried on. Usage: Rscript sdid_exact.R
library(synthdid)
sm <- read.csv("smoking.csv"); sm <- sm[order(sm$state == "California", sm$state, sm$year), ]
Y <- matrix(sm$cigsale, nrow = 39, byrow = TRUE, dimnames = list(unique(sm$state), 1970:2000))
show <- function(e) { w <- attr(e, "weights"); n <- function(x) paste0("[", paste(formatC(x, digits = 17, format = "g", width = -1), collapse = ", "), "]")
  paste0('{"estimate": ', formatC(c(e), digits = 17, format = "g"), ',\n "omega": ', n(w$omega), ',\n "lambda": ', n(w$lambda), "}") }
a <- synthdid_estimate(Y, 38, 19); b <- synthdid_estimate(Y, 38, 19, max.iter = 5e6, min.decrease = 1e-15)
writeLines(paste0('{"version": "', packageVersion("synthdid"), '", "zeta": ', formatC(attr(a, "opts")$zeta.omega, digits = 17, format = "g"), ',\n"default": ', show(a), ',\n"carried_on": ', show(b), "}"), "sdid_exact.json")
