"""The press: words in, an A4 document out. It knows paper and letters, and nothing of what they say."""
