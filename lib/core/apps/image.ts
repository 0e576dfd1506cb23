/** https://pkg.go.dev/github.com/distribution/reference */
const TAG = /^\w[\w.-]{0,127}$/;

/** True for what Docker takes as a tag of an image. */
export const isTag = (text: string): boolean => TAG.test(text);

/** The image with that tag in place of its own tag and digest; the port of a registry is no tag. */
export const withTag = (image: string, tag: string): string =>
  `${image.replace(/@.*$/, "").replace(/:[^:/]*$/, "")}:${tag}`;
