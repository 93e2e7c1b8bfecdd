# Two steps with fixest: effects of units and years on untouched cells, then imputed effects on columns.
library(fixest)
d <- read.csv("panel.csv")
since <- function(first) ifelse(is.na(first) | d$time < first, -1, d$time - first)
d$sa <- since(d$first_a)
d$sb <- since(d$first_b)
d$both <- as.numeric(d$sa >= 0 & d$sb >= 0)
untouched <- d$sa < 0 & d$sb < 0
fit <- feols(y ~ 1 | unit + time, d[untouched, ], fixef.rm = "none", fixef.tol = 3e-12)
d$effect <- d$y - predict(fit, newdata = d)
touched <- d[!untouched, ]
second <- feols(effect ~ 0 + i(sa, ref = -1) + i(sb, ref = -1) + both, touched)
constant <- feols(effect ~ 0 + as.numeric(sa >= 0) + as.numeric(sb >= 0) + both, touched)
alone <- feols(effect ~ 0 + as.numeric(sb >= 0), touched)
out <- list(event_time = as.list(coef(second)), constant = unname(coef(constant)), b_alone = unname(coef(alone)),
            n_untouched = sum(untouched), n_touched = nrow(touched))
writeLines(jsonlite::toJSON(out, digits = I(15), auto_unbox = TRUE, pretty = TRUE), "fixest.json")
