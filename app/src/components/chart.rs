//! Charts as server-rendered SVG under real text.
