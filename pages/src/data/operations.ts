/** Reads and acts of the pages: each names the operation that it calls (pages.ts). */
import {
  useMutation,
  useQuery,
  useQueryClient,
  type UseMutationResult,
} from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
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

/**
 * One page of a list, with the ways to the next and the previous one. Only the shown page is in the
 * document and read again, however long the list is.
 */
export function useList<Item>(
  operation: OperationName,
  input: Input,
  read: (client: BanataAuth, after: string | undefined) => Promise<ListPage<Item>>,
) {
  const projectId = useProjectId();
  const list = JSON.stringify([projectId, operation, input]);
  // The cursors of the pages up to the shown one; those of another list do not count.
  const [place, setPlace] = useState<{ list: string; cursors: readonly string[] }>();
  const cursors = place?.list === list ? place.cursors : [];
  const after = cursors.at(-1);
  const query = useQuery({
    queryKey: [projectId, operation, input, after ?? null],
    queryFn: async () => await read(clientFor(projectId), after),
    // The page stays while the next one loads, not while another list does.
    placeholderData: (shown, earlier) =>
      JSON.stringify(earlier?.queryKey.slice(0, 3)) === list ? shown : undefined,
  });
  const next = query.isPlaceholderData ? null : (query.data?.listMetadata.after ?? null);
  return {
    items: query.data?.data,
    error: query.error,
    refetch: query.refetch,
    pageNumber: cursors.length + 1,
    isFetchingPage: query.isPlaceholderData,
    openNextPage: next === null ? undefined : () => setPlace({ list, cursors: [...cursors, next] }),
    openPreviousPage:
      after === undefined ? undefined : () => setPlace({ list, cursors: cursors.slice(0, -1) }),
  };
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
