// How borders are dashed, in widths of the line, by the kind the background tiles name. The legend draws
// them; a browser test holds them to the style.
export const BORDER_DASHES = {
  international: [1, 0],
  disputed: [3, 2.5],
  line_of_control: [1.2, 1.8],
  claim: [0.5, 2.2],
} as const;

export type BorderKind = keyof typeof BORDER_DASHES;
