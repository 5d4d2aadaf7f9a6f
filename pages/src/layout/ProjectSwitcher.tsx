import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import {
  Autocomplete,
  Dialog,
  DialogTrigger,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
  SearchField,
  useFilter,
} from "react-aria-components";
import { projectsQuery } from "../projects/projectsQuery";
import { Button } from "../ui/Button";
import { Icon } from "../ui/Icon";

/** Opens another project of the operator. */
export function ProjectSwitcher() {
  const { projectId } = useParams({ strict: false });
  const { data: projects } = useQuery(projectsQuery);
  const navigate = useNavigate();
  const { contains } = useFilter({ sensitivity: "base" });
  if (!projects) return null;
  const current = projects.find(({ id }) => id === projectId);
  return (
    <DialogTrigger>
      <Button tone="quiet" aria-label={`${current?.name ?? "All projects"}: switch project`}>
        <span className="project-name">{current?.name ?? "All projects"}</span>
        <Icon name="down" />
      </Button>
      <Popover className="popover switcher" placement="bottom start">
        <Dialog aria-label="Switch project" className="dialog-plain">
          {({ close }) => (
            <Autocomplete filter={contains}>
              <SearchField aria-label="Find a project" autoFocus className="search">
                <Icon name="search" />
                <Input className="input" placeholder="Find a project" />
              </SearchField>
              <ListBox
                aria-label="Projects"
                className="listbox"
                selectionMode="single"
                selectedKeys={projectId === undefined ? [] : [projectId]}
                onAction={(key) => {
                  close();
                  void navigate({
                    to: "/projects/$projectId",
                    params: { projectId: String(key) },
                  });
                }}
                renderEmptyState={() => <p className="muted">No project has this name.</p>}
              >
                {projects.map(({ id, name, slug }) => (
                  <ListBoxItem key={id} id={id} textValue={name} className="listbox-item">
                    {name} <span className="muted">{slug}</span>
                  </ListBoxItem>
                ))}
              </ListBox>
              <Button
                tone="quiet"
                onPress={() => {
                  close();
                  void navigate({ to: "/" });
                }}
              >
                All projects
              </Button>
            </Autocomplete>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
