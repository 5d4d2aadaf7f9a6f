/** A list of the API as a table: its columns, its states, and its pages. */
import { useRef, type ReactNode } from "react";
import { Cell, Column, Row, Table, TableBody, TableHeader, type Key } from "react-aria-components";
import { Button } from "./Button";
import { announce } from "./notices";
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
  readonly pageNumber?: number;
  readonly isFetchingPage?: boolean;
  /** Undefined on the last page. */
  readonly openNextPage?: (() => void) | undefined;
  /** Undefined on the first page. */
  readonly openPreviousPage?: (() => void) | undefined;
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
  const { items, error, refetch } = list;
  const frame = useRef<HTMLDivElement>(null);
  if (error && !items) return <Failure error={error} retry={() => void refetch()} />;
  if (!items) return <Loading />;
  if (items.length === 0 && !list.openPreviousPage && !list.openNextPage) return empty;
  return (
    <>
      <div className="table-frame" ref={frame} aria-busy={list.isFetchingPage}>
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
      <Paging list={list} onOpen={() => frame.current?.scrollIntoView({ block: "nearest" })} />
    </>
  );
}

interface PagingProps {
  readonly list: Omit<Listed<never>, "items">;
  readonly onOpen: () => void;
}

/** Nothing for a list of one page. */
function Paging({ list, onOpen }: PagingProps) {
  const { pageNumber = 1, isFetchingPage = false, openNextPage, openPreviousPage } = list;
  if (!openNextPage && !openPreviousPage && !isFetchingPage) return null;
  const open = (turn: () => void, number: number) => () => {
    turn();
    announce(`Page ${number}`);
    onOpen();
  };
  return (
    <div className="paging">
      <Button
        isDisabled={!openPreviousPage}
        onPress={openPreviousPage && open(openPreviousPage, pageNumber - 1)}
      >
        Previous page
      </Button>
      <span>Page {pageNumber}</span>
      <Button
        isDisabled={!openNextPage && !isFetchingPage}
        isPending={isFetchingPage}
        onPress={openNextPage && open(openNextPage, pageNumber + 1)}
      >
        Next page
      </Button>
    </div>
  );
}
