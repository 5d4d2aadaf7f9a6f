/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACAz2NvQ6CMBCAX6VhahOo0UEGwuTi6Cu0cJia9mqOK2II765WZf9+XLhH4gWFGQWsA8VQ6B1F7/v4wIoSsgtQ2QB2Oh5qfRuL5qfE7PDfuZgrnMH0QBX0zj5DbTM9GRLYgmSpyr0qqUXdERiGU0SGmSUm71UzJOzYvZtOgloIOBEK1GncOFIrzPlMnzGW7vtvXkGVTp7DAAAA";
export default content;
