/** Reads and acts of the pages: each names the operation that it calls (pages.ts). */
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
} from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import type { BanataAuth } from "../../../src/client";
import type { OperationName } from "../pages";
import { announce } from "../ui/notices";
import { clientFor } from "./clients";
import { withStepUp } from "./stepUp";

/** The project in the page's address. */
export function useProjectId(): string {
  const { projectId } = useParams({ strict: false });
  if (projectId === undefined) throw new Error("This page has no project in its address");
  return projectId;
}

type Input = { readonly [field: string]: unknown };

/** The answer of an operation that reads. */
export function useRead<Answer>(
  operation: OperationName,
  input: Input,
  read: (client: BanataAuth) => Promise<Answer>,
) {
  const projectId = useProjectId();
  return useQuery({
    queryKey: [projectId, operation, input],
    queryFn: async () => await read(clientFor(projectId)),
  });
}

interface ListPage<Item> {
  readonly data: readonly Item[];
  readonly listMetadata: { readonly after: string | null };
}

/** A list that is read page by page, as far as the operator asks for. */
export function useList<Item>(
  operation: OperationName,
  input: Input,
  read: (client: BanataAuth, after: string | undefined) => Promise<ListPage<Item>>,
) {
  const projectId = useProjectId();
  const query = useInfiniteQuery({
    queryKey: [projectId, operation, input],
    queryFn: async ({ pageParam }) => await read(clientFor(projectId), pageParam ?? undefined),
    initialPageParam: null as string | null,
    getNextPageParam: ({ listMetadata }) => listMetadata.after,
  });
  return { ...query, items: query.data?.pages.flatMap(({ data }) => data) };
}

export interface ActOptions<Values, Answer> {
  readonly operation: OperationName;
  readonly run: (client: BanataAuth, values: Values) => Promise<Answer>;
  /** Announced and shown when the act has succeeded. */
  readonly done?: (values: Values, answer: Answer) => string;
  /** Opens another page before anything is reloaded, when what this one shows is gone. */
  readonly leave?: () => Promise<void>;
  /** Groups of operations whose lists change; by default that of the operation. */
  readonly reloads?: readonly string[];
}

/** An act of a page. A sign-in that is too old is confirmed, and the act repeated. */
export function useAct<Values = void, Answer = unknown>({
  operation,
  run,
  done,
  leave,
  reloads = [operation.split(".", 1).join()],
}: ActOptions<Values, Answer>): UseMutationResult<Answer, Error, Values> {
  const projectId = useProjectId();
  const queryClient = useQueryClient();
  return useMutation({
    mutationKey: [operation],
    mutationFn: async (values: Values) =>
      await withStepUp(async () => await run(clientFor(projectId), values)),
    onSuccess: async (answer, values) => {
      if (done) announce(done(values, answer));
      await leave?.();
      await reloadGroups(queryClient, projectId, reloads);
    },
  });
}

export async function reloadGroups(
  queryClient: ReturnType<typeof useQueryClient>,
  projectId: string,
  groups: readonly string[],
): Promise<void> {
  await queryClient.invalidateQueries({
    predicate: ({ queryKey: [project, operation] }) =>
      project === projectId &&
      typeof operation === "string" &&
      groups.includes(operation.split(".", 1).join()),
  });
}
