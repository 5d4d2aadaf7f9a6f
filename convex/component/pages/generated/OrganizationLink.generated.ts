/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02PQW6DMBBFr2JlZUuGVuqCBoTY9QpdVJWYgAkmMEPGkyoK8t0bUCJlNZv35v/vp5lYli8FQbnYMU279K0hDDS6RI4H+pz3WTqEXfEgcSXFynrwKRAfAf0NxBMm1Jzb7Hb2r9b3xvOTRxLfuJCchlN2+Bj2G/oHrHzJ2hTdBZv1lQK9zCB9zla8jC6HaJbRiaJStLFLCwJ5iCXeHXZyYdTvds29BqOdXYRy0mxs0/uxZYf5D9haUadqG6oUYXJVVUvv1Gv/+jea6K5bbdjGxuIfTPe2dyYBAAA=";
export default content;
