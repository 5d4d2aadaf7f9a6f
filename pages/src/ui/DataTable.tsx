/** A list of the API as a table: its columns, its states, and a button for the next page. */
import type { ReactNode } from "react";
import { Cell, Column, Row, Table, TableBody, TableHeader, type Key } from "react-aria-components";
import { Button } from "./Button";
import { Failure, Loading } from "./states";

export interface DataColumn<Item> {
  readonly title: string;
  readonly cell: (item: Item) => ReactNode;
  /** Names the row; one column of a table. */
  readonly isHeader?: boolean;
  /** Shown to screen readers only, such as that of buttons. */
  readonly isTitleHidden?: boolean;
}

/** What `useList` returns, as far as the table needs it. */
export interface Listed<Item> {
  readonly items: readonly Item[] | undefined;
  readonly error: Error | null;
  readonly refetch: () => unknown;
  readonly hasNextPage?: boolean;
  readonly isFetchingNextPage?: boolean;
  readonly fetchNextPage?: () => unknown;
}

interface DataTableProps<Item> {
  readonly label: string;
  readonly list: Listed<Item>;
  readonly columns: readonly DataColumn<Item>[];
  readonly keyOf: (item: Item) => Key;
  /** The address of an item's page. */
  readonly hrefOf?: (item: Item) => string;
  /** Shown when the list is empty. */
  readonly empty: ReactNode;
}

export function DataTable<Item>({
  label,
  list,
  columns,
  keyOf,
  hrefOf,
  empty,
}: DataTableProps<Item>) {
  const { items, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  if (error && !items) return <Failure error={error} retry={() => void refetch()} />;
  if (!items) return <Loading />;
  if (items.length === 0) return empty;
  return (
    <>
      <div className="table-frame">
        <Table aria-label={label} className="table">
          <TableHeader>
            {columns.map(({ title, isHeader, isTitleHidden }) => (
              <Column key={title} isRowHeader={isHeader === true}>
                <span className={isTitleHidden ? "visually-hidden" : undefined}>{title}</span>
              </Column>
            ))}
          </TableHeader>
          <TableBody>
            {items.map((item) => (
              <Row key={keyOf(item)} id={keyOf(item)} href={hrefOf?.(item)}>
                {columns.map(({ title, cell, isTitleHidden }) => (
                  <Cell key={title} className={isTitleHidden ? "buttons" : undefined}>
                    {cell(item)}
                  </Cell>
                ))}
              </Row>
            ))}
          </TableBody>
        </Table>
      </div>
      {hasNextPage && (
        <p className="more">
          <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage?.()}>
            Show more
          </Button>
        </p>
      )}
    </>
  );
}
