"""What is reviewed by hand and not crawled, by the names that commands know it by."""

SAMPLE = "sample"
SAMPLE_SESSION = ("ca", "20072008")
RECORD = "record"
REVIEWED = {
    SAMPLE: "the reviewed record of 2007-08 that ships with the program",
    RECORD: "a reviewed record of your own: --file names its folder, or a zip of it",
}
