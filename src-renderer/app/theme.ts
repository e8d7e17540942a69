import {
  ActionIcon,
  Button,
  Checkbox,
  createTheme,
  Input,
  Menu,
  Modal,
  Popover,
  Portal,
  Radio,
  rem,
  SegmentedControl,
  Select,
  Switch,
  Tabs,
  Textarea,
  Tooltip,
} from '@mantine/core';

const fontFamily =
  '"Segoe UI", -apple-system, BlinkMacSystemFont, "PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif';

/**
 * The one theme. Colours that change with the scheme live in tokens.css as CSS variables; here are only the tuples that
 * Mantine derives its variants from, the sizes, and the defaults of its components.
 */
export const theme = createTheme({
  // Mantine 9 made "medium" 600, which turns every button and tab bold
  fontWeights: { regular: '400', medium: '500', bold: '600' },
  primaryColor: 'dai',
  primaryShade: { light: 6, dark: 6 },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontFamily,
  headings: { fontFamily, fontWeight: '600' },
  colors: {
    dai: ['#F0F1FB', '#E0E3F6', '#C3C8EC', '#A2A9E1', '#848DD6', '#6A75CB', '#4B56B2', '#3F4997', '#333B7B', '#262C5E'],
    gray: ['#F7F8FA', '#F1F2F5', '#E5E7EC', '#D2D6DE', '#B4BAC6', '#8B93A3', '#646B7A', '#4F5665', '#343A47', '#1B1F27'],
    dark: ['#E7E9EE', '#B1B7C3', '#939BAA', '#5C6370', '#3D434F', '#2D323C', '#22262E', '#181A20', '#121418', '#0D0E11'],
    red: ['#FCEFED', '#F9DEDA', '#F0B8B1', '#E58B81', '#D95F53', '#C9423A', '#B4261F', '#96201A', '#761915', '#551210'],
    yellow: ['#FBF2E0', '#F7E4C0', '#EECB88', '#E3AE4E', '#C98B1C', '#A86B00', '#8A5200', '#714300', '#583400', '#3F2500'],
    green: ['#E9F5EE', '#D2EBDC', '#A6D8BA', '#74C195', '#46A671', '#2C8A56', '#1B6E3F', '#165B34', '#114729', '#0C331D'],
  },
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(16), xl: rem(20) },
  lineHeights: { xs: '1.5', sm: '1.5385', md: '1.5714', lg: '1.5', xl: '1.4' },
  spacing: { xs: rem(8), sm: rem(12), md: rem(16), lg: rem(20), xl: rem(24) },
  radius: { xs: rem(3), sm: rem(5), md: rem(8), lg: rem(12), xl: rem(16) },
  shadows: {
    md: '0 1px 2px rgba(20,24,40,.06), 0 8px 24px rgba(20,24,40,.12)',
    lg: '0 2px 4px rgba(20,24,40,.06), 0 16px 48px rgba(20,24,40,.18)',
  },
  components: {
    // data-variant reaches the element only when a variant is passed, and base.css selects by it
    Button: Button.extend({
      defaultProps: { size: 'sm', variant: 'filled' },
      vars: (_theme, props) => ({
        root:
          props.size === 'xs'
            ? { '--button-height': rem(26), '--button-padding-x': rem(9), '--button-fz': rem(13) }
            : { '--button-height': rem(32), '--button-padding-x': rem(12), '--button-fz': rem(14) },
      }),
    }),
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    Input: Input.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, props) => ({
        wrapper: {
          '--input-height': rem(props.size === 'xs' ? 28 : 32),
          '--input-fz': rem(props.size === 'xs' ? 13 : 14),
          '--input-bd': 'var(--line-strong)',
          '--input-placeholder-color': 'var(--tx-3)',
        },
      }),
    }),
    Textarea: Textarea.extend({ defaultProps: { autosize: true, minRows: 3 } }),
    Select: Select.extend({ defaultProps: { checkIconPosition: 'right', allowDeselect: false } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs', radius: 3 } }),
    Radio: Radio.extend({ defaultProps: { size: 'xs' } }),
    Switch: Switch.extend({ defaultProps: { size: 'sm' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs', withItemsBorders: true } }),
    Tabs: Tabs.extend({ defaultProps: { color: 'dai' } }),
    Modal: Modal.extend({
      defaultProps: {
        radius: 'md',
        shadow: 'lg',
        overlayProps: { backgroundOpacity: 1, color: 'var(--shade)' },
        transitionProps: { duration: 120 },
      },
    }),
    Popover: Popover.extend({ defaultProps: { radius: 'md', shadow: 'md' } }),
    // the placeholder would be a focusable child without a role inside a menu
    Menu: Menu.extend({ defaultProps: { radius: 'md', shadow: 'md', withInitialFocusPlaceholder: false } }),
    // what floats stands in a named region of its own, see providers.tsx
    Portal: Portal.extend({ defaultProps: { target: '#floating' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, events: { hover: true, focus: true, touch: false } } }),
  },
});
