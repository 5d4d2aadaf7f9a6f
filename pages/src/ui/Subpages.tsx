/** The parts of one thing's page, each at an address of its own: the links to them, and their headers. */
import { Link } from "@tanstack/react-router";
import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  type ReactNode,
  type RefObject,
} from "react";

interface Shown {
  readonly pageTitle: string;
  /** Whether a part was shown before: the first one leaves the focus to the page's heading. */
  readonly hasBefore: RefObject<boolean>;
}
const ShownContext = createContext<Shown | null>(null);

interface SubpagesProps {
  /** What the links lead through, such as `Organization`. */
  readonly label: string;
  readonly pageTitle: string;
  readonly links: readonly { readonly title: string; readonly address: string }[];
  readonly children: ReactNode;
}

export function Subpages({ label, pageTitle, links, children }: SubpagesProps) {
  const hasBefore = useRef(false);
  const shown = useMemo(() => ({ pageTitle, hasBefore }), [pageTitle]);
  return (
    <>
      <nav className="subpages" aria-label={label}>
        <ul>
          {links.map(({ title, address }) => (
            <li key={address}>
              <Link
                to={address}
                activeOptions={{ includeSearch: false }}
                activeProps={{ "aria-current": "page" }}
              >
                {title}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <ShownContext value={shown}>{children}</ShownContext>
    </>
  );
}

interface SubpageHeaderProps {
  readonly title: string;
  /** What the part is about, in a sentence. */
  readonly about?: ReactNode;
  /** Buttons. */
  readonly children?: ReactNode;
}

export function SubpageHeader({ title, about, children }: SubpageHeaderProps) {
  const shown = useContext(ShownContext);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (shown?.hasBefore.current) heading.current?.focus();
    if (shown) shown.hasBefore.current = true;
  }, [shown?.hasBefore]);
  useEffect(() => {
    document.title = `${title} · ${shown?.pageTitle ?? ""} · Console`;
  }, [title, shown?.pageTitle]);
  return (
    <header className="section-header">
      <div>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {about && <p className="muted about">{about}</p>}
      </div>
      {children && <div className="actions">{children}</div>}
    </header>
  );
}
