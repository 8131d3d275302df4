//! The sections of the book that reports link to.

use crate::language::Text;

/// A section of the book, by its heading.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Section {
    /// The stem of its page: `07-m-step`.
    pub chapter: &'static str,
    /// The heading's id, the same in both languages: `means`.
    pub id: &'static str,
    /// The heading.
    pub title: Text,
}

impl Section {
    const fn new(
        chapter: &'static str,
        id: &'static str,
        en: &'static str,
        zh: &'static str,
    ) -> Self {
        Self {
            chapter,
            id,
            title: Text::new(en, zh),
        }
    }

    /// The section at `chapter#id`.
    ///
    /// # Examples
    /// ```
    /// # use grader::{Language, Section};
    /// let section = Section::find("07-m-step#covariances").unwrap();
    /// assert_eq!(section.title.get(Language::Chinese), "协方差");
    /// ```
    pub fn find(place: &str) -> Option<&'static Self> {
        let (chapter, id) = place.split_once('#')?;
        let mut sections = SECTIONS.iter();
        sections.find(|section| section.chapter == chapter && section.id == id)
    }
}

/// All sections that explain a mistake, in the order of the book.
#[rustfmt::skip]
pub static SECTIONS: [Section; 27] = [
    Section::new("01-mixture", "one-bell", "One bell, part by part", "一口钟，逐项拆开"),
    Section::new("01-mixture", "mixture", "Several bells, added up", "几口钟加起来"),
    Section::new("02-basic-steps", "step-3", "Step 3: probabilities", "第 3 步：概率"),
    Section::new("02-basic-steps", "step-4", "Step 4: weighted mean and standard deviation", "第 4 步：加权的均值和标准差"),
    Section::new("02-basic-steps", "what-can-go-wrong", "What can go wrong", "哪里会出错"),
    Section::new("03-covariance", "mahalanobis", "Distance, measured in standard deviations", "以标准差为尺的距离"),
    Section::new("03-covariance", "formula", "The formula", "公式"),
    Section::new("03-covariance", "cholesky", "The code: neither inverse nor determinant", "代码：不求逆，也不求行列式"),
    Section::new("04-kmeans", "by-hand", "Six points by hand", "六个点，用手算"),
    Section::new("04-kmeans", "formula", "The formula", "公式"),
    Section::new("04-kmeans", "what-can-go-wrong", "What can go wrong", "哪里会出错"),
    Section::new("05-log-likelihood", "formula", "The formula", "公式"),
    Section::new("05-log-likelihood", "far-point", "One far point is enough", "一个远处的点就够了"),
    Section::new("05-log-likelihood", "log-sum-exp", "The maximum taken out", "把最大值提出来"),
    Section::new("05-log-likelihood", "code", "From one sample to the data", "从一个样本到全部数据"),
    Section::new("06-e-step", "formula", "The formula", "公式"),
    Section::new("06-e-step", "log-space", "Divide while still in logarithms", "趁还在对数里就做除法"),
    Section::new("06-e-step", "hard-and-soft", "Hard and soft", "硬与软"),
    Section::new("07-m-step", "soft-counts", "Soft counts", "软计数"),
    Section::new("07-m-step", "weights", "Weights", "权重"),
    Section::new("07-m-step", "means", "Means", "均值"),
    Section::new("07-m-step", "covariances", "Covariances", "协方差"),
    Section::new("07-m-step", "what-can-go-wrong", "What can go wrong", "哪里会出错"),
    Section::new("08-em", "loop", "The loop", "循环"),
    Section::new("08-em", "stopping", "When to stop", "什么时候停"),
    Section::new("11-choosing-k", "by-hand", "What a component costs, by hand", "一个分量要花多少，手算一遍"),
    Section::new("11-choosing-k", "price", "The price", "价格"),
];
