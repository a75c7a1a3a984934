"""The generating program of T(V; p0): promise keeping, coherence, incentives, transfers."""
