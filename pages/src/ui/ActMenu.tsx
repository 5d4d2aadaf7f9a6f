/** The acts on one item of a list. */
import { Menu, MenuItem, MenuTrigger, Popover } from "react-aria-components";
import { Button } from "./Button";
import { Icon } from "./Icon";

interface Act {
  readonly text: string;
  readonly isDangerous?: boolean;
  readonly perform: () => void;
}

interface ActMenuProps {
  /** Such as `Acts on the key CI`. */
  readonly label: string;
  readonly acts: readonly Act[];
}

export const ActMenu = ({ label, acts }: ActMenuProps) => (
  <MenuTrigger>
    <Button tone="quiet" size="small" aria-label={label}>
      <Icon name="more" />
    </Button>
    <Popover className="popover" placement="bottom end">
      <Menu className="menu">
        {acts.map(({ text, isDangerous = false, perform }) => (
          <MenuItem
            key={text}
            className={isDangerous ? "menu-item danger" : "menu-item"}
            onAction={perform}
          >
            {text}
          </MenuItem>
        ))}
      </Menu>
    </Popover>
  </MenuTrigger>
);
