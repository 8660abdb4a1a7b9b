// What the site does besides Doxygen and its theme.

DoxygenAwesomeDarkModeToggle.init();
DoxygenAwesomeFragmentCopyButton.init();
DoxygenAwesomeInteractiveToc.init();
DoxygenAwesomeParagraphLink.init();

// The arrow keys turn the page, unless they are wanted for something else: a field, a player, a block that scrolls.
document.addEventListener("keydown", (event) => {
  const names = { ArrowLeft: "prev", ArrowRight: "next" };
  if (!(event.key in names) || event.defaultPrevented) return;
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.target.closest("input, select, textarea, .player, .fragment, #nav-tree")) return;
  document.querySelector(`nav.turn a[rel=${names[event.key]}]`)?.click();
});
