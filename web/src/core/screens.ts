// The windows that are laid out in another way, each told once: style rules name them, `@media (--phone)`, and the build puts in what they mean.

const LOW = '(640px <= width < 1024px) and (height < 520px)';

export const SCREENS = {
  /** A phone, upright or turned, and as small a window of a large screen: sheets, one line of time, targets for a finger. */
  '--phone': `(width < 640px) or (${LOW})`,
  /** Of these the low and wide ones, where sheets stand at the right. */
  '--turned': LOW,
};

/** Style rules with the meaning of each name in its place. */
export const withScreens = (css: string): string =>
  Object.entries(SCREENS).reduce((text, [name, meaning]) => text.replaceAll(`(${name})`, `(${meaning})`), css);
