// Loaded before a supervised process: when its parent lets go of it, or dies, it ends as if told to terminate.
process.once("disconnect", () => {
  if (!process.emit("SIGTERM", "SIGTERM")) process.exit(0);
});
process.channel?.unref();
