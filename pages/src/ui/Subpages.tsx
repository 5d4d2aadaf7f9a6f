/** The parts of one thing's page, each at an address of its own: the links to them, and their headers. */
import { Link } from "@tanstack/react-router";
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useRef,
  type ReactNode,
} from "react";

interface Shown {
  readonly pageTitle: string;
  /** Whether a part was shown before: the first one leaves the focus to the page's heading. */
  readonly showNext: () => boolean;
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
  const showNext = useCallback(() => {
    const before = hasBefore.current;
    hasBefore.current = true;
    return before;
  }, []);
  const shown = useMemo(() => ({ pageTitle, showNext }), [pageTitle, showNext]);
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
  const showNext = shown?.showNext;
  useEffect(() => {
    if (showNext?.()) heading.current?.focus();
  }, [showNext]);
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
