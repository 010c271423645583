void labs_placeholder_until_sandbox(void);
