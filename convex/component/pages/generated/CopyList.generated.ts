/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1WQ3WrDMAyFXyX0ygYnG2ODLSF7hO0BSiGOo60ujh0kLUsJeffG/aEu6E6fPh2O7YeAPLeZpgyWHwz9pngywVNwkBt6G14d2OJAm+pKso8o31Af2BqgvH35sO+/eDyjo8bM1yykwlrMo3Z/QCUvsv4Uz8qvyCRF07lGzcZpoi/dQ9mYMBxzZ4kbZfbWdQi+/G4PYLgAz2iBBMui14MQW1a4S2wUdXaMvtvlNv20Ku+bNYd6OOwecxAYhDREqjKhg1SGiUwKUDPDxCWq/73m+GkXR7GUi6xgOheIl/6qE+Vx6qh6AQAA";
export default content;
