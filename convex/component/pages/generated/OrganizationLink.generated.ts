/* Generated from pages/ by `npm run pages`. Do not edit. */
const content: string = "H4sIAAAAAAACA02P0WqDQBBFf2XJ0y5sbKCFUkV86y/0oRScmLGu0ZkwO7ZS2X9vlATydF/OudwbxguLLu8GosHUCo+77KlhijzgvtNfBji8ZH3cFTeSVlK9rkF3geUbKPyBBqb9OMMUj+34aH1svNx5Yg0Nxv25P78en/u3Df0BMaEU64p2omatMmCXC2iXi9egA+aQ3DKgGi7VOr+cQCGPqaSrI6iTkD34cC2bo7PoF+WcrTjfdGE4CVL+Cb423JraxyojGLGqau3QPO6vv5JLOG+zYTubin8o56UWJgEAAA==";
export default content;
