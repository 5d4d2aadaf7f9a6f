/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA1XQwWrDMAwG4FcJPdmgZj3tkJAdtvv2AKUQz9aoi2MHSU0yQt598WDMBd0kffqRH8ZEsvpYGa4QZPuiNBzqp7c0fr/eRVI82mea59Pi6hsf2slQFTtUGqhT62TCHbnBTXcv6gRxH1m06l3oYbXBML+bAZve7tgxeJYe7NUHRxibj88bWqkxCnlkhboezKjUGYEuhcaZ81P2/jbP5aWd/O/sOeBh0T3mYLSEZYiSsslhiVGBaSWwCi7SEMxXI/nSJReg1ptucfn9IuUnytb+AFToihFVAQAA";
export default content;
