"""Three inks, each of which draws any Sheet as bytes: html, pdf, xlsx."""
