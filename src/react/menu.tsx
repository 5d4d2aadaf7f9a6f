import {
  useEffect,
  useId,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type ReactNode,
} from "react";

interface MenuProps {
  /** The prefix of the class names: `<name>`, `<name>-trigger`, `<name>-popup`, `<name>-items`. */
  readonly className: string;
  /** The accessible name of the button; contains the text that it shows. */
  readonly label: string;
  readonly trigger: ReactNode;
  /** Shown above the items; no part of the menu. */
  readonly header?: ReactNode;
  /** `MenuLink`, `MenuButton`, or other elements with the role of an item and `tabIndex={-1}`. */
  readonly children: ReactNode;
}

/**
 * A button with a menu, by the keyboard as well (WAI-ARIA Authoring Practices, "Menu Button"):
 * arrows, Home, End and first letters move in it, Escape and Tab close it.
 */
export function Menu({ className, label, trigger, header, children }: MenuProps) {
  const [isOpen, setIsOpen] = useState(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const items = useRef<HTMLDivElement>(null);
  const opensAtLast = useRef(false);

  useEffect(() => {
    if (!isOpen) return;
    findItems(items.current)
      .at(opensAtLast.current ? -1 : 0)
      ?.focus();
    opensAtLast.current = false;
    const closeFromOutside = ({ target }: Event) => {
      if (!root.current?.contains(target as Node)) setIsOpen(false); // a target is in the document
    };
    document.addEventListener("pointerdown", closeFromOutside);
    return () => document.removeEventListener("pointerdown", closeFromOutside);
  }, [isOpen]);

  const close = () => {
    setIsOpen(false);
    button.current?.focus();
  };
  const openByArrow = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    opensAtLast.current = event.key === "ArrowUp";
    setIsOpen(true);
  };
  const onItemKey = (event: KeyboardEvent) => {
    if (event.key === "Escape") return close();
    const target = findNext(findItems(items.current), event);
    if (!target) return;
    event.preventDefault();
    target.focus();
  };
  const onBlur = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget && !root.current?.contains(relatedTarget)) setIsOpen(false);
  };
  return (
    <div ref={root} className={className} onBlur={onBlur}>
      <button
        ref={button}
        type="button"
        className={`${className}-trigger`}
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={() => setIsOpen(!isOpen)}
        onKeyDown={openByArrow}
      >
        {trigger}
      </button>
      {isOpen && (
        <div className={`${className}-popup`}>
          {header}
          <div
            ref={items}
            id={id}
            role="menu"
            tabIndex={-1}
            aria-label={label}
            className={`${className}-items`}
            onKeyDown={onItemKey}
            onClick={close}
          >
            {children}
          </div>
        </div>
      )}
    </div>
  );
}

const findItems = (menu: HTMLElement | null): HTMLElement[] => [
  ...(menu?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? []),
];

/** The item that the key moves to; undefined for other keys. */
function findNext(
  items: readonly HTMLElement[],
  { key, ctrlKey, metaKey, altKey }: KeyboardEvent,
): HTMLElement | undefined {
  const at = items.indexOf(document.activeElement as HTMLElement); // -1 for another element
  if (key === "ArrowDown") return items[(at + 1) % items.length];
  if (key === "ArrowUp") return items.at(at < 1 ? -1 : at - 1);
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  if (key.length !== 1 || key === " " || ctrlKey || metaKey || altKey) return undefined;
  const following = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return following.find(({ textContent }) =>
    textContent?.trim().toLowerCase().startsWith(key.toLowerCase()),
  );
}

export function MenuLink({ href, children }: { readonly href: string; readonly children: string }) {
  return (
    <a role="menuitem" tabIndex={-1} className="banata-menu-item" href={href}>
      {children}
    </a>
  );
}

interface MenuButtonProps {
  readonly onSelect: () => void;
  /** Of one choice among several; undefined for an action. */
  readonly isChecked?: boolean;
  readonly children: string;
}

export function MenuButton({ onSelect, isChecked, children }: MenuButtonProps) {
  return (
    <button
      type="button"
      role={isChecked === undefined ? "menuitem" : "menuitemradio"}
      aria-checked={isChecked}
      tabIndex={-1}
      className="banata-menu-item"
      onClick={onSelect}
    >
      {children}
    </button>
  );
}
