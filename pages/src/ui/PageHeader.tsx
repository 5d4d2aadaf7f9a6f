import { useEffect, useRef, type ReactNode } from "react";

interface PageHeaderProps {
  readonly title: string;
  /** What the page is about, in a sentence. */
  readonly about?: ReactNode;
  /** Buttons. */
  readonly children?: ReactNode;
}

let isFirst = true;

/** Takes the focus when the page opens, so that screen readers read where they are. */
export function PageHeader({ title, about, children }: PageHeaderProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · Console`;
    // The browser begins at the top of the first page by itself.
    if (!isFirst) heading.current?.focus();
    isFirst = false;
  }, [title]);
  return (
    <header className="page-header">
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {about && <p className="about">{about}</p>}
      </div>
      {children && <div className="actions">{children}</div>}
    </header>
  );
}
