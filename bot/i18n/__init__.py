"""Words: catalogues per language, and voices that speak them."""
