/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02P0WqDQBBFf2XJ0y5sbCitD4oI7WeUgoOudROdkdmxMZH996o0kKf7cs7lXj+MxLKcFQTlYss0HJKXmjBQ746X7vZ+cW9Tcg6H/J/EjRQrW+BDIP4B9HcQT3jEe9q+pj59tvyu8YP/pPH2MYmsdJ3y9Xqam53+BVa+YG3ydsJ6a1OglxGky9iKl95lEM3SO1FUiDZ2aUAgC7HA1WEnE6M+Wb+WzcFoZxehjDQbW3e+b9hh9gW2UtSqyoYyQRhcWVbSOfV8ofqOJrp5Xw7735j/AWdE9CspAQAA";
export default content;
