/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PwWqEQBBEf2XY0wzMGglhD4oIyWeEgB0ddRbtlp42a1bm36OShT3V5b2iyo8TsaxXBUG52DKNp+SlJgw0uHP31lPX3zm5hlP+T+JOipU98CEQd4D+DuIJz9984VdI8dnyh8YP/oOm3/dZZKPrC99u6dIc9A+w8gVrk7cz1nubAr1OIH3GVrwMLoNo1sGJokK0sWsDAlmIBW4OO5kZdWr9VrYEo51dhTLSbGzd+6Fhh9kn2EpRqyobygRhdGVZSe/U84XqK5rolmM5HH9j/geJlXZMKQEAAA==";
export default content;
