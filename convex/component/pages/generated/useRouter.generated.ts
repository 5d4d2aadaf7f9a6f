/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz3Nyw6CMBBA0V9pWLUJ1EeMLAgrNy79hVIGrWmnZjpFEsK/G/GxvzfHhUcknlGYJGAZKIZCbyh638cnVpSRXYCqC9CNx32t76lovotdH/49F3OFM5geqLqlbazhYNd6NCSwBclSlTtVUovaEhiGU0SGiSVm71UzZLTsIgonQc0EnAkF6pz+HakFplWmN4yl+/jNC1hK/RHDAAAA";
export default content;
