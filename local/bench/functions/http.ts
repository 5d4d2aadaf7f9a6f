import { anyApi, httpActionGeneric, httpRouter } from "convex/server";

const http = httpRouter();

http.route({
  path: "/increment",
  method: "POST",
  handler: httpActionGeneric(async (ctx, request) => {
    const { key } = (await request.json()) as { key: number }; // only the benchmark calls
    await ctx.runMutation(anyApi.items!.increment!, { key });
    return Response.json(await ctx.runQuery(anyApi.items!.get!, { key }));
  }),
});

export default http;
