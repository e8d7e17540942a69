/** Gives a file of the core to the person: the browser's download, in the desktop window its save dialog. */
export function download(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = url;
  link.download = file.name;
  link.click();
  // The browser has taken its own hold of the data once the click was handled.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
