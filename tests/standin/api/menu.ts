import type { MenuItemConstructorOptions } from 'electron';
import { electronTypes, StandInError, strict } from '../strict.ts';
import { BrowserWindow } from './browser-window.ts';

/** Menus are recorded and checked; a test clicks their items. */

const MODIFIER = '(?:CommandOrControl|CmdOrCtrl|Command|Cmd|Control|Ctrl|Alt|Option|AltGr|Shift|Super|Meta)';
const KEY = `(?:[A-Z0-9]|F(?:[1-9]|1\\d|2[0-4])|Plus|Space|Tab|Backspace|Delete|Insert|Return|Enter|Up|Down|Left|Right|Home|End|PageUp|PageDown|Escape|Esc|[)!@#$%^&*(:;<=>?_+\\-,./\`~[\\]\\\\{}|"'])`;
const ACCELERATOR = new RegExp(`^(?:${MODIFIER}\\+)*${KEY}$`, 'i');
const TYPES: ReadonlySet<string> = new Set(['normal', 'separator', 'submenu', 'checkbox', 'radio']);

let roles: ReadonlySet<string> | undefined;

/** The roles that Electron's declarations know, in lower case. */
function knownRoles(): ReadonlySet<string> {
  const listed = /role\?: \(([^)]*)\)/.exec(electronTypes())?.[1] ?? '';
  roles ??= new Set([...listed.matchAll(/'([^']+)'/g)].map(([, role]) => role!.toLowerCase()));
  return roles;
}

export class MenuItem {
  readonly id: string | undefined;
  readonly label: string;
  readonly type: string;
  readonly role: string | undefined;
  readonly accelerator: string | undefined;
  readonly submenu: Menu | undefined;
  enabled: boolean;
  visible: boolean;
  checked: boolean;
  private readonly onClick: MenuItemConstructorOptions['click'];

  constructor(options: MenuItemConstructorOptions) {
    const { id, label, role, accelerator, submenu, click } = options;
    if (role !== undefined && !knownRoles().has(role.toLowerCase())) throw new StandInError(`stand-in: unknown menu role '${role}'`);
    if (accelerator && !ACCELERATOR.test(accelerator)) throw new StandInError(`stand-in: invalid accelerator '${accelerator}'`);
    this.id = id;
    this.label = label ?? role ?? '';
    this.role = role;
    this.accelerator = accelerator ?? undefined;
    this.submenu = Array.isArray(submenu) ? Menu.buildFromTemplate(submenu) : (submenu as Menu | undefined);
    this.type = options.type ?? (this.submenu ? 'submenu' : 'normal');
    if (!TYPES.has(this.type)) throw new TypeError(`Unknown menu item type: ${this.type}`);
    if (this.type === 'submenu' && !this.submenu) throw new Error('Invalid submenu');
    this.enabled = options.enabled ?? true;
    this.visible = options.visible ?? true;
    this.checked = options.checked ?? false;
    this.onClick = click;
  }

  /** As a person would choose it. */
  click(): void {
    if (!this.enabled) return;
    if (this.type === 'checkbox') this.checked = !this.checked;
    this.onClick?.(this as never, BrowserWindow.getFocusedWindow() as never, {} as never);
  }
}

export class Menu {
  readonly items: MenuItem[] = [];

  getMenuItemById(id: string): MenuItem | null {
    for (const item of this.items) {
      const found = item.id === id ? item : item.submenu?.getMenuItemById(id);
      if (found) return found;
    }
    return null;
  }

  static buildFromTemplate(template: (MenuItemConstructorOptions | MenuItem)[]): Menu {
    if (!Array.isArray(template)) throw new TypeError('Invalid template for Menu: Menu template must be an array');
    const menu = new Menu();
    for (const item of template) {
      if (!(item instanceof MenuItem) && !('label' in item || 'role' in item || item.type === 'separator'))
        throw new TypeError('Invalid template for MenuItem: must have at least one of label, role or type');
      menu.items.push(item instanceof MenuItem ? item : new MenuItem(item));
    }
    return menu;
  }

  static setApplicationMenu(menu: Menu | null): void {
    if (menu && !(menu instanceof Menu)) throw new TypeError('Invalid menu');
    applicationMenu = menu;
  }

  static getApplicationMenu(): Menu | null {
    return applicationMenu;
  }
}

let applicationMenu: Menu | null = null;

export const menuClass = strict(Menu, 'Menu');
